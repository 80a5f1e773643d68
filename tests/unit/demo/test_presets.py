"""The ready-made sets hold what they promise."""

from __future__ import annotations

from backend.demo.preset_demo import demo
from backend.demo.preset_seeded import seeded_set


def test_the_demo_has_two_cameras_twelve_minutes_and_sixteen_orders() -> None:
    scenes = demo()
    assert {(s.camera, s.sticker) for s in scenes} == {("Table1", True), ("Table2", False)}
    assert sum(s.duration_ms for s in scenes) >= 12 * 60_000
    assert sum(len(s.orders) for s in scenes) >= 16


def test_the_demo_has_every_awkward_case() -> None:
    scenes = demo()
    orders = [(s, o) for s in scenes for o in s.orders]
    assert any(o.start_ms < cut < o.end_ms for s, o in orders for cut in s.split_at_ms)
    assert any(len(o.labels) == 2 for _, o in orders)
    assert any(not label.readable for _, o in orders for label in o.labels)
    assert any(label.to_ms - label.from_ms < 1500 for _, o in orders for label in o.labels)
    gaps = [b.start_ms - a.end_ms for s in scenes for a, b in zip(s.orders, s.orders[1:], strict=False)]
    assert any(gap <= 1500 for gap in gaps)
    assert all(gap >= 800 for gap in gaps)
    assert any(d.kind == "code" for s in scenes for d in s.decoys)
    assert any(o.gloves for s, o in orders if not s.sticker)


def test_no_picture_of_the_demo_shows_a_date() -> None:
    assert not any(scene.clock and scene.dated for scene in demo())


def test_the_seeded_set_covers_every_kind_of_file() -> None:
    scenes = seeded_set(120)
    assert sum(len(s.orders) for s in scenes) >= 120
    assert {s.encoding.codec for s in scenes} == {"h264", "h265", "mjpeg"}
    assert {s.fps for s in scenes} == {12.5, 15, 25, 30}
    assert {s.encoding.gop for s in scenes} == {1, 12, 50, 250, 900}
    assert {s.height for s in scenes} == {720, 1080}
    assert {s.vfr for s in scenes} == {True, False}
    assert {label.symbology for s in scenes for o in s.orders for label in o.labels} == {"QRCode", "Code128", "EAN13"}
    shown = [label.to_ms - label.from_ms for s in scenes for o in s.orders for label in o.labels]
    assert min(shown) == 700
    modules = [label.px_per_module for s in scenes for o in s.orders for label in o.labels]
    assert min(modules) == 1.5
    assert max(modules) == 4.0


def test_a_night_of_the_seeded_set_crosses_midnight() -> None:
    local_ms = 7 * 3_600_000
    days = [
        ((s.start_ms + local_ms) // 86_400_000, (s.start_ms + s.duration_ms + local_ms) // 86_400_000)
        for s in seeded_set(120)
    ]
    assert any(first != last for first, last in days)


def test_every_label_is_shown_inside_its_order() -> None:
    for s in (*demo(), *seeded_set(120)):
        for order in s.orders:
            assert order.end_ms < s.duration_ms
            for label in order.labels:
                assert order.start_ms < label.from_ms < label.to_ms < order.end_ms, s.name


def test_another_seed_gives_other_codes_and_the_same_seed_the_same() -> None:
    assert seeded_set(10, 1) == seeded_set(10, 1)
    assert seeded_set(10, 1) != seeded_set(10, 2)
    texts = [label.text for s in seeded_set(120) for o in s.orders for label in o.labels]
    assert len(set(texts)) == len(texts)
