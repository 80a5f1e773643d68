"""The evidence sheet says what was seen and when, shows it, and leaves out what people wrote for themselves."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image as Photo
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Table

from backend.clips.event_sheet import (
    SheetClip,
    SheetCode,
    SheetFacts,
    SheetPicture,
    enlarged,
    event_sheet,
    marked,
    story,
)
from backend.clips.event_sheet_texts import WORDS
from backend.domain.region import Box
from backend.printing.fonts import BOLD, REGULAR, register_fonts

AT_MS = 1_763_708_602_500


def jpeg(width: int = 640, height: int = 360, red: int = 40) -> bytes:
    out = io.BytesIO()
    Photo.new("RGB", (width, height), (red, 60, 200)).save(out, "JPEG", quality=95)
    return out.getvalue()


def label(box: Box, **more: int) -> SheetPicture:
    return SheetPicture("label", AT_MS + 5_000, jpeg(**more), "SPX1", box)


FACTS = SheetFacts(
    brand="Áo Đẹp",
    camera="Bàn 1",
    timezone="Asia/Ho_Chi_Minh",
    event_id="ev1",
    start_ms=AT_MS,
    end_ms=AT_MS + 61_000,
    codes=[SheetCode("SPX1", "QRCode", 12, False), SheetCode("HAND-2", "", 0, True)],
    flags=["cut_short"],
    recordings=["07.00.mp4"],
    pictures=[
        SheetPicture("start", AT_MS, jpeg()),
        SheetPicture("end", AT_MS + 61_000, jpeg(red=80)),
        label(Box(300, 150, 60, 60)),
    ],
    clips=[SheetClip("SPX1.mp4", "fast", AT_MS, AT_MS + 61_000, 1_234_567, "ab" * 32)],
    made_ms=AT_MS + 90_000_000,
    made_by="linh",
    version="1.2",
)


def parts(shown: Sequence[object]) -> Iterator[Flowable]:
    for one in shown:
        if isinstance(one, Table):
            yield from parts([cell for row in one._cellvalues for cell in row])
        elif isinstance(one, KeepTogether):
            yield from parts(one._content)
        elif isinstance(one, list):
            yield from parts(one)
        elif isinstance(one, Flowable):
            yield one


def texts(facts: SheetFacts, language: str = "en") -> list[str]:
    register_fonts()
    found = parts(story(facts, WORDS[language]))  # type: ignore[index]
    return [one.getPlainText() for one in found if isinstance(one, Paragraph)]


def test_it_says_what_a_dispute_is_about() -> None:
    said = texts(FACTS)
    assert said[:6] == ["Áo Đẹp", "Packing evidence", "SPX1", "QRCode, read in 12 frames", "HAND-2", "entered by hand"]
    assert said[said.index("Camera") + 1] == "Bàn 1"
    assert said[said.index("Start") + 1] == "2025-11-21 14:03:22.500+07:00 (Asia/Ho_Chi_Minh)"
    assert said[said.index("End") + 1] == "2025-11-21 14:04:23.500+07:00 (Asia/Ho_Chi_Minh)"
    assert said[said.index("Remarks") + 1] == "the footage ends before the packing does"
    assert "SHA-256 " + "ab" * 32 in said
    assert any("1 234 567 B" in one for one in said)
    assert said[-1].startswith("Made on 2025-11-22 15:03:22.500+07:00 (Asia/Ho_Chi_Minh) by linh")


def test_it_shows_start_end_and_the_label_whole_and_enlarged() -> None:
    register_fonts()
    assert len([one for one in parts(story(FACTS, WORDS["en"])) if isinstance(one, Image)]) == 4
    assert event_sheet(FACTS, "vi").count(b"/Subtype /Image") == 4


def test_it_speaks_vietnamese_with_every_letter() -> None:
    assert "Bằng chứng đóng gói" in texts(FACTS, "vi")
    for font in (REGULAR, BOLD):
        glyphs = pdfmetrics.getFont(font).face.charToGlyph
        for words in WORDS.values():
            said = [getattr(words, name) for name in words.__dataclass_fields__ if name != "flags"]
            text = "".join([*said, *words.flags.values()])
            assert {letter for letter in text if ord(letter) not in glyphs} == set()


def test_without_footage_codes_and_clips_it_says_so() -> None:
    bare = replace(FACTS, codes=[], pictures=[], clips=[], brand="", flags=["no_code"])
    said = texts(bare)
    assert said[:2] == ["Packing evidence", "No code was read"]
    assert "The footage is not there any more, so there are no pictures of it." in said
    assert "No clip of this event has been cut." in said
    assert event_sheet(bare, "en").startswith(b"%PDF")


def test_codes_are_text_however_hostile_and_long() -> None:
    nasty = '<script>alert("x")</script>&<b>\n\x00'
    codes = [SheetCode(nasty, "QRCode", 1, False), SheetCode("9" * 500, "QRCode", 1, False)]
    clip = FACTS.clips[0]
    facts = replace(FACTS, codes=codes, clips=[replace(clip, file_name=f"{'x' * 190}-{at}.mp4") for at in range(60)])
    assert any(one.startswith('<script>alert("x")</script>&<b>') for one in texts(facts))
    assert len(re.findall(rb"/Type /Page\b", event_sheet(facts, "en"))) > 2


def test_the_box_goes_around_the_code_and_covers_nothing_of_it() -> None:
    shown = np.asarray(marked(label(Box(300, 150, 60, 60)))).astype(int)
    is_line = (shown[:, :, 0] > 180) & (shown[:, :, 2] < 120)
    rows, columns = np.nonzero(is_line)
    assert (columns.min(), rows.min()) == (296, 146)
    assert not is_line[150:210, 300:360].any()


@pytest.mark.parametrize("box", [Box(0, 0, 20, 20), Box(630, 350, 10, 10), Box(-5, -5, 700, 400), Box(100, 0, 30, 360)])
def test_the_enlarged_label_stays_in_the_frame_and_in_its_shape(box: Box) -> None:
    close = enlarged(label(box))
    assert close.width / close.height == pytest.approx(640 / 360, rel=0.05)
    assert close.width <= 640
    assert close.width >= min(box.w, 640)


def test_the_same_facts_make_the_same_file() -> None:
    assert event_sheet(FACTS, "en") == event_sheet(FACTS, "en")
    assert re.search(rb"/Lang\s*\(en\)", event_sheet(FACTS, "en")) is not None
