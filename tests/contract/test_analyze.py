"""`epack analyze` as other programs depend on it: exactly these keys with these types, and exit status 0, 3 or 2."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.__main__ import main
from tests.support.footage import CODE, quiet_clip, small_order_clip
from tests.support.nobody import as_nobody

Out = pytest.CaptureFixture[str]

NUMBER = (int, float)
RECORDING: dict[str, tuple[type, ...]] = {
    "path": (str,),
    "status": (str,),
    "reason": (str, type(None)),
    "start_ms": (int, type(None)),
    "duration_ms": (int, type(None)),
    "frames_total": (int, type(None)),
    "frames_decoded": (int,),
    "wall_ms": (int,),
}
EVENT: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "camera": (str,),
    "start_ms": (int,),
    "end_ms": (int,),
    "flags": (list,),
    "codes": (list,),
    "spans": (list,),
}
EVENT_CODE: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "format": (str,),
    "first_ms": (int,),
    "last_ms": (int,),
    "frames": (int,),
    "confidence": NUMBER,
}
SPAN: dict[str, tuple[type, ...]] = {"path": (str,), "from_ms": (int,), "to_ms": (int,)}


def held_to(shape: dict[str, tuple[type, ...]], found: dict[str, Any]) -> None:
    assert list(found) == list(shape)
    for key, types in shape.items():
        assert isinstance(found[key], types), (key, found[key])
        assert not isinstance(found[key], bool), key


def held_to_contract(result: dict[str, Any]) -> None:
    assert list(result) == ["recordings", "events"]
    for recording in result["recordings"]:
        held_to(RECORDING, recording)
        assert recording["status"] in ("done", "failed")
        assert (recording["reason"] is None) == (recording["status"] == "done")
        if recording["status"] == "done":
            assert None not in (recording["start_ms"], recording["duration_ms"], recording["frames_total"])
    lengths = {one["path"]: one["duration_ms"] for one in result["recordings"]}
    for event in result["events"]:
        held_to(EVENT, event)
        assert event["start_ms"] < event["end_ms"]
        assert all(isinstance(flag, str) for flag in event["flags"])
        for code in event["codes"]:
            held_to(EVENT_CODE, code)
            assert code["first_ms"] <= code["last_ms"]
            assert code["frames"] >= 1
            assert 0 <= code["confidence"] <= 1
        assert event["spans"]
        for span in event["spans"]:
            held_to(SPAN, span)
            assert 0 <= span["from_ms"] < span["to_ms"] <= lengths[span["path"]]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(small_order_clip().truth.profile))
    return file


@pytest.fixture
def quiet(tmp_path: Path) -> Path:
    """A short recording without an order, of this test's own."""
    file = tmp_path / "in" / "Quiet_20260105_100000.mp4"
    file.parent.mkdir()
    file.write_bytes(quiet_clip().path.read_bytes())
    return file


def test_good_and_bad_recordings_in_the_shape_of_the_contract(tmp_path: Path, profile: Path) -> None:
    text, out = tmp_path / "text.mp4", tmp_path / "out.json"
    text.write_text("This is a shopping list.\n" * 50)
    good = small_order_clip().path
    arguments = ["analyze", str(good), str(text), str(tmp_path / "none.mp4"), "--camera", "Bàn 1"]
    assert main([*arguments, "--profile", str(profile), "--json", str(out)]) == 3
    result = json.loads(out.read_text(encoding="utf-8"))
    held_to_contract(result)
    assert [one["status"] for one in result["recordings"]] == ["done", "failed", "failed"]
    (event,) = result["events"]
    assert event["camera"] == "Bàn 1"
    assert [code["text"] for code in event["codes"]] == [CODE]
    assert [span["path"] for span in event["spans"]] == [str(good)]


def test_without_a_profile_and_to_standard_output(quiet: Path, capsys: Out) -> None:
    assert main(["analyze", str(quiet)]) == 0
    held_to_contract(json.loads(capsys.readouterr().out))


def test_the_same_file_by_two_ways_is_one_recording(quiet: Path, capsys: Out) -> None:
    link = quiet.with_name("link.mp4")
    link.symlink_to(quiet)
    assert main(["analyze", str(quiet), str(quiet.parent), str(quiet.parent / "." / quiet.name), str(link)]) == 0
    (one,) = json.loads(capsys.readouterr().out)["recordings"]
    assert one["path"] == str(quiet)


@pytest.mark.parametrize("way", ["itself", "link", "hard link"])
def test_the_result_never_takes_the_place_of_a_recording(quiet: Path, way: str, capsys: Out) -> None:
    before, target = quiet.read_bytes(), quiet.with_name("out.json")
    if way == "itself":
        target = quiet
    elif way == "link":
        target.symlink_to(quiet)
    else:
        target.hardlink_to(quiet)
    assert main(["analyze", str(quiet), "--json", str(target)]) == 2
    assert "that is one of the recordings" in capsys.readouterr().err
    assert quiet.read_bytes() == before


def test_a_pipe_is_written_to_and_stays(quiet: Path) -> None:
    pipe, came = quiet.with_name("pipe"), []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: came.append(pipe.read_text()))
    reader.start()
    assert main(["analyze", str(quiet), "--json", str(pipe)]) == 0
    reader.join(10)
    held_to_contract(json.loads(came[0]))
    assert pipe.is_fifo()


def test_a_link_is_written_through_and_long_names_too(quiet: Path) -> None:
    link, target = quiet.with_name("latest.json"), quiet.with_name("n" * 250 + ".json")
    link.symlink_to(target)
    assert main(["analyze", str(quiet), "--json", str(link)]) == 0
    assert link.is_symlink()
    held_to_contract(json.loads(target.read_text()))
    assert sorted(one.name for one in quiet.parent.iterdir()) == sorted([quiet.name, link.name, target.name])


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder that everybody may pass: pytest keeps its own for its user, and says so anew at every start of a run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_a_folder_that_may_not_be_read_is_told_and_not_passed_over(passable: Path, capsys: Out) -> None:
    quiet, closed = passable / "Quiet_20260105_100000.mp4", passable / "closed"
    closed.mkdir()
    for file in (quiet, closed / "order.mp4"):
        shutil.copy(quiet_clip().path, file)
    assert main(["analyze", str(quiet)]) == 0  # nobody may not load what this needs
    capsys.readouterr()
    closed.chmod(0)
    with as_nobody():
        status = main(["analyze", str(passable), str(closed / "order.mp4")])
    closed.chmod(0o755)
    said = capsys.readouterr()
    assert status == 3
    result = json.loads(said.out)
    held_to_contract(result)
    by_path = {one["path"]: one["reason"] for one in result["recordings"]}
    assert by_path == {
        str(quiet): None,
        str(closed / "order.mp4"): "ePACK may not look into this folder. Check its permissions.",
        str(closed): f"{closed} may not be read; check its permissions.",
    }
    assert f"epack analyze: {closed} may not be read" in said.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe{", "no text in UTF-8"),
        (b"{", "is no JSON"),
        (b"[]", "must hold one JSON object"),
        (b'{"label": %s}' % (b"[" * 100_000 + b"]" * 100_000), "nested too deeply"),
        (b'{"label": [%s, 0, 1, 1]}' % (b"9" * 5_000), "number in it is too long"),
        (b'{"label": [%s, 0, 1, 1]}' % (b"9" * 400), "label must be four numbers"),
        (b'{"timezone": "Mars/Base"}', "Unknown time zone 'Mars/Base'"),
        (b'{"symbologies": ["Foo"]}', "Unknown symbology 'Foo'"),
        (b'{"start_time": "guess"}', "start_time must be one of"),
        (b'{"lable": [1, 2, 3, 4]}', "Unknown profile key 'lable'"),
    ],
)
def test_a_profile_that_makes_no_sense_exits_with_2(tmp_path: Path, capsys: Out, text: bytes, said: str) -> None:
    file = tmp_path / "profile.json"
    file.write_bytes(text)
    assert main(["analyze", "x.mp4", "--profile", str(file)]) == 2
    assert said in capsys.readouterr().err


def test_an_empty_name_is_not_this_folder(capsys: Out) -> None:
    assert main(["analyze", ""]) == 2
    assert "empty name" in capsys.readouterr().err
