from __future__ import annotations

from backend.scheduling.system_monitor import SystemMonitor


def test_it_reads_per_cents_of_this_machine() -> None:
    monitor = SystemMonitor()
    total = sum(number * number for number in range(300_000))  # something to be seen by the next reading
    load = monitor.read()
    assert total > 0
    assert monitor.cores >= 1
    assert 0 <= load.cpu_percent <= 100
    assert 0 <= load.own_cpu_percent <= 110  # the two counters are not read in the same instant
    assert 0 < load.memory_percent < 100
    assert load.memory_free_bytes > 1024 * 1024
    assert monitor.last == load
