"""What a licence permits on a given day."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.licence import DAY_MS, Licence, LicenceFacts, LicenceState, assess, fits

T0 = 1_767_225_600_000
LICENCE = Licence("L1", "EPACK-AAAA-BBBB-CCCC-DDDD", "epack", "Shop", T0, T0 + 365 * DAY_MS, cameras=4)


def facts(day: float, **more: object) -> LicenceFacts:
    at_ms = T0 + round(day * DAY_MS)
    return replace(LicenceFacts(at_ms, at_ms, T0), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "state", "may", "left", "warn"),
    [
        (0, LicenceState.TRIAL, True, 14, False),
        (6.9, LicenceState.TRIAL, True, 8, False),
        (7, LicenceState.TRIAL, True, 7, True),
        (13.99, LicenceState.TRIAL, True, 1, True),
        (14, LicenceState.TRIAL_ENDED, False, None, True),
    ],
)
def test_the_trial(day: float, state: LicenceState, may: bool, left: int | None, warn: bool) -> None:
    found = assess(facts(day))
    assert (found.state, found.may_analyse, found.days_left, found.warn) == (state, may, left, warn)


@pytest.mark.parametrize(
    ("day", "state", "may", "left", "warn"),
    [
        (1, LicenceState.VALID, True, 364, False),
        (357.9, LicenceState.VALID, True, 8, False),
        (358, LicenceState.VALID, True, 7, True),
        (365, LicenceState.GRACE, True, 30, True),
        (394.5, LicenceState.GRACE, True, 1, True),
        (395, LicenceState.ENDED, False, None, True),
    ],
)
def test_a_licence_warns_then_has_its_grace_then_ends(
    day: float, state: LicenceState, may: bool, left: int | None, warn: bool
) -> None:
    found = assess(facts(day, licence=LICENCE))
    assert (found.state, found.may_analyse, found.days_left, found.warn) == (state, may, left, warn)
    assert found.cameras == 4


def test_a_licence_without_an_end_never_warns() -> None:
    found = assess(facts(10_000, licence=replace(LICENCE, expires_ms=None)))
    assert (found.state, found.warn, found.days_left) == (LicenceState.VALID, False, None)


def test_without_a_vendor_nothing_is_limited() -> None:
    assert assess(facts(5_000, sold=False)).may_analyse


def test_a_clock_set_back_lengthens_nothing_and_is_said() -> None:
    back = replace(facts(2, licence=LICENCE), latest_ms=T0 + 400 * DAY_MS)
    found = assess(back)
    assert (found.state, found.may_analyse, found.clock_set_back) == (LicenceState.ENDED, False, True)
    assert not assess(replace(facts(2), latest_ms=T0 + 2 * DAY_MS + 3_600_000)).clock_set_back


def test_another_machine_has_thirty_days() -> None:
    moved = facts(50, licence=LICENCE, fits_machine=False, moved_ms=T0 + 40 * DAY_MS)
    found = assess(moved)
    assert (found.state, found.may_analyse, found.days_left) == (LicenceState.OTHER_MACHINE, True, 20)
    assert not assess(replace(moved, now_ms=T0 + 71 * DAY_MS)).may_analyse


@pytest.mark.parametrize(("more", "state"), [({"revoked": True}, "revoked"), ({"damaged": True}, "damaged")])
def test_what_was_taken_back_or_edited_permits_no_analysis(more: dict[str, bool], state: str) -> None:
    found = assess(facts(1, licence=LICENCE, **more))
    assert (found.state, found.may_analyse) == (state, False)


@given(st.integers(0, 800), st.integers(0, 800))
def test_time_never_gives_back_what_it_took(one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert assess(facts(early, licence=LICENCE)).may_analyse or not assess(facts(late, licence=LICENCE)).may_analyse


HOME = ("board:b1", "disk:d1", "machine:m1", "network:n1", "network:n2", "processor:p1")


@pytest.mark.parametrize(
    ("here", "fitting"),
    [
        (HOME, True),
        (("board:b1", "disk:d1", "machine:m1", "processor:p1"), True),  # cards taken out
        (("board:b1", "disk:d2", "machine:m1", "network:n3", "processor:p1"), True),  # new disk and card
        (("board:b2", "disk:d1", "machine:m1", "network:n9", "processor:p2"), False),  # the disk in another computer
        (("board:b2", "disk:d2", "machine:m2", "network:n2", "processor:p1"), False),  # a like computer
        (("board:b1", "network:n8", "processor:p9"), False),
        (("processor:p1",), False),
        ((), False),
    ],
)
def test_which_machines_a_licence_fits(here: tuple[str, ...], fitting: bool) -> None:
    assert fits(HOME, here) is fitting


def test_a_licence_for_any_machine_fits_every_machine() -> None:
    assert fits((), ())
    assert fits((), HOME)


def test_a_machine_without_strong_marks_can_have_a_licence() -> None:
    assert fits(("processor:p1",), ("network:n1", "processor:p1"))
    assert not fits(("processor:p1",), ("processor:p2",))
