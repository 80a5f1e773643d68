from __future__ import annotations

from backend.domain.region import Box
from backend.sampling.consensus import sightings
from backend.sampling.reads import Read

PRINTER = Box(300, 120, 90, 90)
PARCEL = Box(600, 320, 90, 90)
RUNS = [(5_000.0, 17_000.0), (21_000.0, 32_000.0)]


def reads(box: Box, *times: float) -> list[Read]:
    return [Read(t, "NEXT1", "QRCode", box) for t in times]


def shown(*some: list[Read], work: list[tuple[float, float]] = RUNS) -> list[tuple[float, float]]:
    return [(s.first_ms, s.last_ms) for s in sightings([read for part in some for read in part], work=work)]


def test_a_label_that_lay_ready_is_another_sighting_from_when_it_is_picked_up() -> None:
    lay = reads(PRINTER, 16_000, 16_400, 21_400, 22_000)
    assert shown(lay, reads(PARCEL, 27_000, 27_200, 27_400)) == [(16_000, 22_000), (27_000, 27_400)]


def test_the_same_in_one_run_is_one_sighting() -> None:
    assert shown(reads(PRINTER, 22_000, 22_400), reads(PARCEL, 27_000, 27_200)) == [(22_000, 27_200)]


def test_a_finished_parcel_put_aside_between_two_runs_is_one_sighting() -> None:
    assert shown(reads(PARCEL, 14_000, 14_400), reads(PRINTER, 21_400, 22_000, 26_000)) == [(14_000, 26_000)]


def test_a_label_that_only_lies_there_is_one_sighting() -> None:
    nudged = Box(PRINTER.x + 20, PRINTER.y, 90, 90)
    assert shown(reads(PRINTER, 16_000, 21_400), reads(nudged, 26_000)) == [(16_000, 26_000)]


def test_labels_printed_two_parcels_ahead_are_picked_up_in_theirs() -> None:
    runs = [*RUNS, (36_000.0, 47_000.0)]
    lay = reads(PRINTER, 16_000, 21_400, 30_000, 37_000)
    assert shown(lay, reads(PARCEL, 42_000, 42_200), work=runs) == [(16_000, 37_000), (42_000, 42_200)]
