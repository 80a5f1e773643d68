from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from backend.health.days import Summary
from backend.health.findings import Aspect, Finding, View, findings
from backend.health.limits import Level

GOOD = Summary(
    recordings=10, looks=300, free_looks=200, readability=0.98, sticker=(0.5, 0.5), sticker_size=70.0, labels_seen=80,
    read_rate=0.95, label_px=2.8, brightness=140.0, contrast=30.0, sharpness=1.2, blind=None, frozen_ms=0,
)  # fmt: skip


def of(now: Summary, normal: Summary | None = GOOD, **more: object) -> dict[Aspect, Finding]:
    given: dict[str, object] = {"drift": 0.01, "view": View(0.0, 0.95), "clock": None, "series": {}, **more}
    found = findings(now, normal, **given)  # type: ignore[arg-type]
    order = [Level.CRITICAL, Level.CAUTION, Level.OK]
    assert [order.index(one.level) for one in found] == sorted(order.index(one.level) for one in found)
    return {one.aspect: one for one in found}


def test_nothing_is_wrong_with_a_good_camera() -> None:
    assert {one.level for one in of(GOOD).values()} == {Level.OK}


def test_readability_counts_against_what_is_normal() -> None:
    usual = replace(GOOD, readability=0.86)
    assert of(replace(GOOD, readability=0.75), usual)[Aspect.STICKER].level is Level.OK
    assert of(replace(GOOD, readability=0.65), usual)[Aspect.STICKER].level is Level.CAUTION
    assert of(replace(GOOD, readability=0.50), usual)[Aspect.STICKER].level is Level.CRITICAL
    assert of(replace(GOOD, readability=0.75), None)[Aspect.STICKER].level is Level.CAUTION


def test_a_sticker_that_was_never_read_says_so() -> None:
    assert of(replace(GOOD, readability=0.0), None)[Aspect.STICKER].detail == "never_read"


def test_few_looks_and_few_labels_are_no_verdict() -> None:
    found = of(replace(GOOD, free_looks=3, readability=0.0, labels_seen=2, read_rate=0.0))
    assert Aspect.STICKER not in found
    assert Aspect.LABELS not in found


def test_a_blind_camera_is_not_blamed_for_its_sharpness_too() -> None:
    found = of(replace(GOOD, blind="dark", brightness=3.0, sharpness=0.1), view=View(0.2, 0.0))
    assert found[Aspect.BLIND].detail == "dark"
    assert not {Aspect.SHARPNESS, Aspect.BRIGHTNESS, Aspect.VIEW} & set(found)


def test_another_view_is_worse_than_a_small_shift() -> None:
    assert of(GOOD, view=View(0.03, 0.9))[Aspect.VIEW].level is Level.CAUTION
    assert of(GOOD, view=View(0.0, 0.1))[Aspect.VIEW] == Finding(Aspect.VIEW, Level.CRITICAL, 0.0, detail="other_view")


def test_a_falling_value_warns_while_it_is_still_good() -> None:
    values = [(date(2026, 1, 1) + timedelta(days=n), 0.98 - 0.015 * n) for n in range(7)]
    found = of(replace(GOOD, readability=0.89), series={Aspect.STICKER: values})[Aspect.STICKER]
    assert found.level is Level.CAUTION
    assert found.days_left is not None


def test_clock_and_frozen() -> None:
    found = of(replace(GOOD, frozen_ms=400_000), clock=("future", 7_200_000))
    assert found[Aspect.FROZEN].level is Level.CRITICAL
    assert found[Aspect.CLOCK].detail == "future"
    assert of(GOOD, clock=("hours", 3_600_000))[Aspect.CLOCK].level is Level.CAUTION
