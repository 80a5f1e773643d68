from __future__ import annotations

from dataclasses import replace

from backend.domain.camera import Camera, PackingTimes
from backend.domain.event import EventFlag
from backend.domain.observation import Observations, Sighting, Span, SpanKind, SpanState
from backend.domain.recording import Recording
from backend.domain.region import Box
from backend.events.event_detector import derive

CAMERA = Camera(1, "Table 1")
BASE = 1_700_000_000_000
WHERE = Box(10, 10, 100, 40)


def recording(number: int, start_s: float, length_s: float) -> Recording:
    return Recording(number, 1, f"f{number}.mp4", BASE + round(start_s * 1000), round(length_s * 1000))


def sticker(
    length_s: float,
    *covered: tuple[float, float],
    codes: tuple[Sighting, ...] = (),
    held: tuple[tuple[float, float], ...] = (),
) -> Observations:
    """Sticker states in one file: covered in these seconds, visible otherwise. `held`: a parcel was in sight all the
    same."""
    spans: list[Span] = []
    at = 0.0
    for start, end in covered:
        if start > at:
            spans.append(_span(SpanKind.TRIGGER, SpanState.VISIBLE, at, start))
        spans.append(_span(SpanKind.TRIGGER, SpanState.COVERED, start, end))
        at = end
    if at < length_s:
        spans.append(_span(SpanKind.TRIGGER, SpanState.VISIBLE, at, length_s))
    spans += [_span(SpanKind.OCCUPIED, SpanState.PRESENT, *h) for h in held]
    return Observations(round(length_s * 1000), spans, list(codes))


def table(
    length_s: float,
    *active: tuple[float, float],
    codes: tuple[Sighting, ...] = (),
    hands: tuple[tuple[float, float], ...] = (),
    occupied: tuple[tuple[float, float], ...] = (),
) -> Observations:
    spans = [_span(SpanKind.MOTION, SpanState.PRESENT, *a) for a in active]
    spans += [_span(SpanKind.HANDS, SpanState.PRESENT, *h) for h in hands]
    spans += [_span(SpanKind.OCCUPIED, SpanState.PRESENT, *o) for o in occupied]
    return Observations(round(length_s * 1000), spans, list(codes))


def _span(kind: SpanKind, state: SpanState, start: float, end: float) -> Span:
    return Span(kind, state, round(start * 1000), round(end * 1000))


def code(text: str, first_s: float, last_s: float, confidence: float = 0.95) -> Sighting:
    first, last = round(first_s * 1000), round(last_s * 1000)
    return Sighting(text, "QRCode", first, last, 3, confidence, WHERE, first)


def found(*seen: tuple[Recording, Observations], camera: Camera = CAMERA) -> list[tuple[float, float, list[str]]]:
    return [
        ((e.start_ms - BASE) / 1000, (e.end_ms - BASE) / 1000, [c.text for c in e.codes]) for e in derive(camera, seen)
    ]


def test_covered_sticker_with_a_label_is_an_event_with_wall_clock_times() -> None:
    seen = (recording(1, 0, 600), sticker(600, (350, 380), codes=(code("A", 370, 372),)))
    assert found(seen) == [(350, 380, ["A"])]
    event = derive(CAMERA, [seen])[0]
    assert [(p.path, p.from_ms, p.to_ms) for p in event.parts] == [("f1.mp4", 350_000, 380_000)]
    assert event.flags == ()


def test_an_event_across_two_files_is_one_event_with_two_parts() -> None:
    seen = [
        (recording(1, 0, 300), sticker(300, (280, 300))),
        (recording(2, 300, 300), sticker(300, (0, 20), codes=(code("A", 5, 6),))),
    ]
    event = derive(CAMERA, seen)[0]
    assert [(p.recording_id, p.from_ms, p.to_ms) for p in event.parts] == [(1, 280_000, 300_000), (2, 0, 20_000)]
    assert found(*seen) == [(280, 320, ["A"])]
    assert event.flags == ()


def test_a_gap_in_the_footage_closes_the_event_cut_short() -> None:
    seen = [
        (recording(1, 0, 300), sticker(300, (280, 300))),
        (recording(2, 400, 300), sticker(300, (0, 20))),
    ]
    events = derive(CAMERA, seen)
    assert [e.flags for e in events] == [
        (EventFlag.CUT_SHORT, EventFlag.NO_CODE),
        (EventFlag.LATE_START, EventFlag.NO_CODE),
    ]


def test_order_of_files_does_not_matter() -> None:
    a = (recording(1, 0, 300), sticker(300, (280, 300)))
    b = (recording(2, 301, 300), sticker(300, (0, 20)))
    assert found(a, b) == found(b, a) == [(280, 321, [])]


def test_three_labels_in_one_cycle_are_three_codes_of_one_event() -> None:
    labels = (code("A", 101, 102), code("B", 104, 105), code("C", 107, 108))
    assert found((recording(1, 0, 600), sticker(600, (100, 109), codes=labels))) == [(100, 109, ["A", "B", "C"])]


def test_a_label_shown_just_before_the_parcel_is_put_down_belongs_to_it() -> None:
    assert found((recording(1, 0, 60), sticker(60, (20, 40), codes=(code("A", 17.5, 18.5),)))) == [(20, 40, ["A"])]


def test_a_code_shown_but_never_packed_makes_no_event_and_joins_none() -> None:
    seen = sticker(90, (60, 80), codes=(code("LOOSE", 10, 14), code("A", 70, 72)))
    assert found((recording(1, 0, 90), seen)) == [(60, 80, ["A"])]


def test_a_label_that_stays_in_view_does_not_join_the_next_parcel() -> None:
    seen = sticker(120, (10, 30), (31, 60), codes=(code("A", 25, 50), code("B", 52, 55)))
    assert found((recording(1, 0, 120), seen)) == [(10, 30, ["A"]), (31, 60, ["B"])]


def test_a_label_shown_twice_to_one_parcel_is_one_code() -> None:
    seen = (recording(1, 0, 90), sticker(90, (10, 60), codes=(code("A", 20, 22), code("A", 50, 52))))
    (event,) = derive(CAMERA, [seen])
    assert [(c.text, c.first_ms - BASE, c.last_ms - BASE, c.frames) for c in event.codes] == [("A", 20_000, 52_000, 6)]


def test_a_label_taken_away_and_shown_again_to_the_next_parcel_is_a_code_of_both() -> None:
    seen = sticker(60, (10, 20), (23, 35), codes=(code("A", 15, 17), code("A", 26, 28)))
    assert found((recording(1, 0, 60), seen)) == [(10, 20, ["A"]), (23, 35, ["A"])]


def test_a_label_held_over_the_sticker_belongs_to_the_parcel_put_down_then_or_lifted_just_before() -> None:
    seen = sticker(90, (10, 11.3), (13, 30), (50, 70), (71, 72.5), codes=(code("A", 10.2, 11), code("B", 71.2, 72)))
    assert found((recording(1, 0, 90), seen)) == [(13, 30, ["A"]), (50, 70, ["B"])]


def test_a_short_order_next_to_one_that_has_a_code_stays() -> None:
    seen = sticker(60, (10, 11.5), (13, 30), codes=(code("A", 10.2, 11), code("B", 20, 21)))
    assert found((recording(1, 0, 60), seen)) == [(10, 11.5, ["A"]), (13, 30, ["B"])]


def test_a_parcel_lifted_clear_of_the_sticker_and_put_down_again_is_one_order() -> None:
    label = code("A", 36, 38)
    seen = sticker(60, (10, 14), (17, 19), (22, 40), codes=(label,), held=((14, 17), (19, 22)))
    event = derive(CAMERA, [(recording(1, 0, 60), seen)])[0]
    assert found((recording(1, 0, 60), seen)) == [(10, 40, ["A"])]
    assert event.flags == ()
    out_of_sight = sticker(60, (10, 14), (17, 19), (22, 40), codes=(label,), held=((19, 22),))
    assert found((recording(1, 0, 60), out_of_sight)) == [(10, 14, []), (17, 40, ["A"])]


def test_a_lifted_parcel_that_has_its_label_already_is_one_order() -> None:
    seen = sticker(60, (10, 22), (25, 40), codes=(code("A", 15, 17), code("A", 30, 32)), held=((22, 25),))
    assert found((recording(1, 0, 60), seen)) == [(10, 40, ["A"])]


def test_two_labels_or_two_whole_packings_without_one_are_not_one_lifted_parcel() -> None:
    two = sticker(60, (10, 22), (24, 40), codes=(code("A", 15, 17), code("B", 30, 32)), held=((22, 24),))
    assert found((recording(1, 0, 60), two)) == [(10, 22, ["A"]), (24, 40, ["B"])]
    without = sticker(60, (10, 22), (24, 40), held=((22, 24),))
    assert found((recording(1, 0, 60), without)) == [(10, 22, []), (24, 40, [])]


def test_a_parcel_lifted_where_two_files_meet_is_one_order() -> None:
    seen = [
        (recording(1, 0, 60), sticker(60, (40, 55), held=((55, 60),))),
        (recording(2, 60, 60), sticker(60, (1, 15), codes=(code("A", 10, 12),), held=((0, 1),))),
    ]
    assert found(*seen) == [(40, 75, ["A"])]


def test_one_unsure_reading_is_no_code() -> None:
    assert found((recording(1, 0, 60), sticker(60, (20, 40), codes=(code("A", 30, 30, 0.5),)))) == [(20, 40, [])]


def test_a_code_too_unsure_in_each_of_two_files_counts_in_both_together() -> None:
    seen = [
        (recording(1, 0, 60), sticker(60, (50, 60), codes=(code("A", 59, 59, 0.7),))),
        (recording(2, 60, 60), sticker(60, (0, 10), codes=(code("A", 1, 1, 0.7),))),
    ]
    assert found(*seen) == [(50, 70, ["A"])]


def test_length_is_flagged_never_dropped() -> None:
    events = derive(CAMERA, [(recording(1, 0, 600), sticker(600, (10, 15), (100, 400)))])
    assert [e.flags[0] for e in events] == [EventFlag.TOO_SHORT, EventFlag.TOO_LONG]


def test_limits_are_the_cameras_own() -> None:
    quick = replace(CAMERA, times=PackingTimes(min_ms=3000, max_ms=4000))
    seen = [(recording(1, 0, 600), sticker(600, (10, 13.5), codes=(code("A", 11, 12),)))]
    assert derive(quick, seen)[0].flags == ()


def test_a_sticker_that_was_never_seen_tells_nothing_and_the_table_decides() -> None:
    blind = table(60, (10, 30), codes=(code("A", 20, 22),))
    blind.spans.append(_span(SpanKind.TRIGGER, SpanState.COVERED, 0, 60))
    assert found((recording(1, 0, 60), blind)) == [(10, 30, ["A"])]


def test_a_short_blind_moment_does_not_cut_an_event() -> None:
    seen = sticker(100, (20, 60), codes=(code("A", 30, 32),))
    seen.spans = [
        _span(SpanKind.TRIGGER, SpanState.VISIBLE, 0, 20),
        _span(SpanKind.TRIGGER, SpanState.COVERED, 20, 40),
        _span(SpanKind.TRIGGER, SpanState.UNKNOWN, 40, 45),
        _span(SpanKind.TRIGGER, SpanState.COVERED, 45, 60),
        _span(SpanKind.TRIGGER, SpanState.VISIBLE, 60, 100),
    ]
    assert found((recording(1, 0, 100), seen)) == [(20, 60, ["A"])]


def test_without_a_sticker_activity_with_a_label_is_an_event() -> None:
    assert found((recording(1, 0, 60), table(60, (10, 30), codes=(code("A", 22, 25),)))) == [(10, 30, ["A"])]


def test_without_a_sticker_a_passer_by_is_none_and_gloved_hands_with_no_label_are_one() -> None:
    seen = table(100, (10, 13), (40, 60))
    assert found((recording(1, 0, 100), seen)) == [(40, 60, [])]


def test_without_a_sticker_hands_make_a_shorter_activity_count() -> None:
    assert found((recording(1, 0, 60), table(60, (10, 17)))) == []
    assert found((recording(1, 0, 60), table(60, (10, 17), hands=((11, 13),)))) == [(10, 17, [])]


def test_a_parcel_left_alone_for_a_moment_stays_one_event() -> None:
    seen = table(100, (10, 25), (33, 45), occupied=((10, 45),), codes=(code("A", 40, 42),))
    assert found((recording(1, 0, 100), seen)) == [(10, 45, ["A"])]


def test_a_labelled_parcel_that_stood_still_is_an_event_unless_it_was_left_there() -> None:
    seen = table(60, occupied=((10, 24),), codes=(code("A", 12, 14),))
    assert found((recording(1, 0, 60), seen)) == [(10, 24, ["A"])]
    assert found((recording(1, 0, 60), table(60, occupied=((10, 24),)))) == []
    touched = table(60, (9.8, 10.6), (12, 14), occupied=((10, 24),), codes=(code("A", 12, 14),))
    assert found((recording(1, 0, 60), touched)) == [(9.8, 24, ["A"])]
    left = table(600, occupied=((10, 400),), codes=(code("A", 12, 14),))
    assert found((recording(1, 0, 600), left)) == []


def test_two_labels_far_apart_in_one_activity_are_two_parcels() -> None:
    seen = table(100, (10, 70), codes=(code("A", 30, 33), code("B", 60, 62)))
    assert found((recording(1, 0, 100), seen)) == [(10, 33, ["A"]), (33, 70, ["B"])]


def test_ids_are_the_same_each_time_and_differ_between_events() -> None:
    seen = [(recording(1, 0, 600), sticker(600, (10, 30), (50, 80)))]
    first, second = derive(CAMERA, seen), derive(CAMERA, seen)
    assert [e.id for e in first] == [e.id for e in second]
    assert len({e.id for e in first}) == 2


def test_a_second_copy_of_a_file_changes_nothing() -> None:
    one = (recording(1, 0, 60), sticker(60, (20, 40), codes=(code("A", 30, 32),)))
    copy = (replace(recording(2, 0, 60)), one[1])
    assert found(one, copy) == found(one)


def test_without_a_sticker_labels_that_lie_ready_join_no_parcels() -> None:
    ahead = (code("B", 16, 26), code("B", 27, 29), code("C", 31, 41), code("C", 42, 44))
    seen = (
        recording(1, 0, 60),
        table(60, (5, 17), (21, 32), (36, 47), occupied=((3, 47),), codes=(code("A", 6, 14), *ahead)),
    )
    assert found(seen) == [(5, 17, ["A"]), (21, 32, ["B"]), (36, 47, ["C"])]
