from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from backend.domain.errors import Cancelled
from backend.runtime.channel import ChannelClosed
from backend.runtime.pool import Pool
from backend.runtime.stop import StopSignal


class Resource:
    """Notes which threads use it."""

    def __init__(self) -> None:
        self.threads: set[int] = set()
        self.closed = False


def test_results_come_in_the_order_of_the_items() -> None:
    with Pool("square", 3, lambda: None) as pool:
        assert pool.map(lambda _, n: n * n, range(200)) == [n * n for n in range(200)]


def test_each_thread_has_a_resource_of_its_own_and_it_is_closed() -> None:
    made: list[Resource] = []

    def make() -> Resource:
        made.append(Resource())
        return made[-1]

    def use(resource: Resource, _: int) -> None:
        resource.threads.add(threading.get_ident())

    def dispose(resource: Resource) -> None:
        resource.closed = True

    with Pool("own", 3, make, dispose) as pool:
        pool.map(use, range(60))
        pool.map(use, range(60))
    assert 1 <= len(made) <= 3
    assert all(len(resource.threads) == 1 and resource.closed for resource in made)


def test_the_first_error_is_raised_after_the_others_ended_and_the_pool_goes_on() -> None:
    running = []

    def work(_: None, number: int) -> int:
        running.append(number)
        try:
            if number == 3:
                raise ValueError("item 3")
            return number
        finally:
            running.remove(number)

    with Pool("failing", 2, lambda: None) as pool:
        with pytest.raises(ValueError, match="item 3"):
            pool.map(work, range(1000))
        assert running == []
        assert pool.map(work, [10, 11]) == [10, 11]


def test_an_error_ends_the_feeding() -> None:
    fed: list[int] = []

    def items() -> Iterator[int]:
        for number in range(10_000):
            fed.append(number)
            yield number

    def fail(_: None, number: int) -> None:
        raise ValueError(str(number))

    with Pool("failing", 2, lambda: None) as pool, pytest.raises(ValueError):
        pool.map(fail, items())
    assert len(fed) < 100


def test_an_error_of_the_items_themselves_is_raised() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("no more frames")

    with Pool("feeding", 2, lambda: None) as pool, pytest.raises(OSError, match="no more frames"):
        pool.map(lambda _, n: n, items())


def test_a_resource_that_cannot_be_made_is_an_error_of_the_call() -> None:
    def make() -> None:
        raise RuntimeError("no detector")

    with Pool("bare", 2, make) as pool, pytest.raises(RuntimeError, match="no detector"):
        pool.map(lambda _, n: n, range(5))


def test_stop_ends_a_map_between_two_items() -> None:
    stop = StopSignal()
    done: list[int] = []

    def work(_: None, number: int) -> None:
        done.append(number)
        if number == 5:
            stop.set()

    with Pool("stopped", 1, lambda: None) as pool, pytest.raises(Cancelled):
        pool.map(work, range(10_000), stop=stop)
    assert len(done) < 20


def test_several_threads_may_share_a_pool() -> None:
    results: dict[int, list[int]] = {}
    with Pool("shared", 2, lambda: None) as pool:

        def call(base: int) -> None:
            results[base] = pool.map(lambda _, n: base + n, range(50))

        callers = [threading.Thread(target=call, args=(base,)) for base in (0, 1000, 2000)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(10)
    assert results == {base: [base + n for n in range(50)] for base in (0, 1000, 2000)}


def test_a_closed_pool_takes_nothing_and_leaves_no_thread() -> None:
    pool = Pool("closed", 2, lambda: None)
    assert pool.close()
    with pytest.raises(ChannelClosed):
        pool.map(lambda _, n: n, [1])
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("closed-")]


def test_what_tasks_used_is_let_go_at_once() -> None:
    """Without the garbage collector: a pool per recording would keep recordings in memory until it comes round."""
    gc.collect()
    gc.disable()
    try:
        pool = Pool("pool", 2, Resource)
        gone = weakref.ref(pool)
        pool.map(lambda resource, item: item, range(4))
        assert pool.close()
        del pool
        assert gone() is None
    finally:
        gc.enable()
