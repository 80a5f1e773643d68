"""Roots, identity, walking and camera detection on real folders."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from backend.domain.errors import Forbidden, InvalidInput, NotFound, Unreadable
from backend.sources.identity import EDGE_BYTES, identify
from backend.sources.local import detect_cameras
from backend.sources.roots import check_path
from backend.sources.walk import Walk, printable


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(walk: Walk) -> list[str]:
    return sorted(os.path.relpath(file.path, walk.folder) for file in walk.files())


# Allowed roots


def test_a_path_inside_a_root_comes_back_resolved(tmp_path: Path) -> None:
    file = put(tmp_path / "in" / "cam" / "a.mp4")
    assert check_path(tmp_path / "in" / "cam" / ".." / "cam" / "a.mp4", [tmp_path / "in"]) == file
    assert check_path(tmp_path / "in", [tmp_path / "in"]) == tmp_path / "in"


def test_a_path_outside_is_forbidden_whether_it_exists_or_not(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.mp4")
    put(tmp_path / "inside-out" / "a.mp4")
    for path in ("in/../out.txt", "inside-out/a.mp4", "nothing/here", "in/../inside-out"):
        with pytest.raises(Forbidden):
            check_path(str(tmp_path / path), [tmp_path / "in"])
    with pytest.raises(Forbidden):
        check_path("/etc/passwd", [tmp_path / "in"])
    with pytest.raises(Forbidden):
        check_path(tmp_path / "in", [])


def test_a_link_out_of_the_root_is_forbidden(tmp_path: Path) -> None:
    put(tmp_path / "secret" / "a.mp4")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "way").symlink_to(tmp_path / "secret")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in" / "loop")
    with pytest.raises(Forbidden):
        check_path(tmp_path / "in" / "way" / "a.mp4", [tmp_path / "in"])
    with pytest.raises(NotFound):
        check_path(tmp_path / "in" / "loop", [tmp_path / "in"])


def test_a_root_that_is_a_link_itself_holds_its_files(tmp_path: Path) -> None:
    file = put(tmp_path / "real" / "a.mp4")
    (tmp_path / "in").symlink_to(tmp_path / "real")
    assert check_path(tmp_path / "in" / "a.mp4", [tmp_path / "in"]) == file


def test_what_is_no_path_at_all(tmp_path: Path) -> None:
    for path in ("", "  ", "a\0b", "cam/a.mp4"):
        with pytest.raises(InvalidInput):
            check_path(path, [tmp_path])
    with pytest.raises(NotFound):
        check_path(tmp_path / "none.mp4", [tmp_path])


# Identity


def test_identity_is_size_and_both_ends(tmp_path: Path) -> None:
    body = os.urandom(3 * EDGE_BYTES)
    one = identify(str(put(tmp_path / "a.mp4", body)))
    assert one.size_bytes == len(body)
    assert one.head_tail_sha256 == hashlib.sha256(body[:EDGE_BYTES] + body[-EDGE_BYTES:]).hexdigest()
    assert identify(str(put(tmp_path / "elsewhere" / "b.mp4", body))) == one
    for changed in (b"?" + body[1:], body[:-1] + b"?", body + b"?"):
        assert identify(str(put(tmp_path / "c.mp4", changed))) != one


@pytest.mark.parametrize("size", [0, 1, EDGE_BYTES, EDGE_BYTES + 1, 2 * EDGE_BYTES - 1, 2 * EDGE_BYTES])
def test_every_byte_of_a_small_file_counts_once(tmp_path: Path, size: int) -> None:
    body = os.urandom(size)
    assert identify(str(put(tmp_path / "a.mp4", body))).head_tail_sha256 == hashlib.sha256(body).hexdigest()


def test_identity_of_what_cannot_be_read(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none", "not_found"), (tmp_path, "not_a_file")):
        with pytest.raises(Unreadable) as caught:
            identify(str(path))
        assert caught.value.code == code


# Walking


def test_only_videos_are_seen_whatever_their_case_and_depth(tmp_path: Path) -> None:
    for name in ("a.MP4", "b.dav", "c.jpg", "d.mp4.part", ".e.mp4", "x/y/f.Ts", "@eaDir/g.mp4", "x/.trash/h.mp4"):
        put(tmp_path / name)
    (tmp_path / "folder.mp4").mkdir()
    put(tmp_path / "folder.mp4" / "i.mkv")
    os.mkfifo(tmp_path / "pipe.mp4")
    assert names(Walk(str(tmp_path), [])) == ["a.MP4", "b.dav", "folder.mp4/i.mkv", "x/y/f.Ts"]


def test_links_that_go_round_or_out_or_double_are_left_out(tmp_path: Path) -> None:
    cam, other = tmp_path / "in" / "cam", tmp_path / "in" / "archive"
    put(cam / "a.mp4")
    put(other / "b.mp4")
    secret = put(tmp_path / "secret" / "c.mp4")
    (cam / "self").symlink_to(cam)
    (cam / "up").symlink_to(tmp_path / "in")
    (cam / "dead").symlink_to(cam / "nothing")
    (cam / "archive").symlink_to(other)
    (cam / "archive-again").symlink_to(other)
    (other / "back").symlink_to(cam)
    (cam / "out").symlink_to(secret.parent)
    (cam / "out.mp4").symlink_to(secret)
    (cam / "linked.mp4").symlink_to(other / "b.mp4")
    walk = Walk(str(cam), [str(tmp_path / "in")])
    found = names(walk)
    assert found.count("a.mp4") == 1
    assert [name for name in found if name.endswith("b.mp4")] in (["archive/b.mp4"], ["archive-again/b.mp4"])
    assert "linked.mp4" in found
    assert not [name for name in found if "out" in name or "self" in name or "up" in name]
    assert [one.code for one in walk.warnings].count("link_out_of_folders") == 2


def test_walking_is_bounded_in_depth_and_number(tmp_path: Path) -> None:
    put(tmp_path / "/".join("abcde") / "deep.mp4")
    for number in range(5):
        put(tmp_path / f"{number}.mp4")
    shallow = Walk(str(tmp_path), [], max_depth=3)
    assert len(names(shallow)) == 5
    assert "nested deeper" in shallow.warnings[0].message
    few = Walk(str(tmp_path), [], max_files=2)
    assert len(names(few)) == 2
    assert few.is_unread(str(tmp_path / "4.mp4")), "what was left out is unknown, not gone"
    assert len(few.warnings) == 1


def test_a_folder_that_fails_is_a_warning_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "bad" / "a.mp4")
    put(tmp_path / "good" / "b.mp4")
    scandir = os.scandir

    def failing(path: str) -> object:
        if path.endswith("bad"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing)
    walk = Walk(str(tmp_path), [])
    assert names(walk) == ["good/b.mp4"]
    assert walk.is_unread(str(tmp_path / "bad" / "a.mp4"))
    assert not walk.is_unread(str(tmp_path / "good" / "c.mp4"))
    assert "permissions" in walk.warnings[0].message


def test_names_in_any_bytes_are_walked_and_can_be_printed(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xff\xfe\n.mp4")
    put(tmp_path / odd)
    assert names(Walk(str(tmp_path), [])) == [odd]
    assert printable(odd) == "\\udcff\\udcfe\\n.mp4"


# Cameras


def test_cameras_are_folders_with_videos_not_words(tmp_path: Path) -> None:
    for name in ("Archive/old.txt", "March/list.pdf", "Cache/x.tmp", "cam9/readme.md", ".hidden/a.mp4"):
        put(tmp_path / name)
    put(tmp_path / "Bàn 1" / "a.mp4", b"12345")
    put(tmp_path / "Table 2" / "SN1" / "2024-01-05" / "001" / "dav" / "08" / "08.00.00-08.10.00[M][0@0][0].dav")
    put(tmp_path / "Table 2" / "b.mkv", b"123")
    cameras = detect_cameras(tmp_path, [tmp_path]).cameras
    assert [(one.name, one.folder, one.files, one.size_bytes) for one in cameras] == [
        ("Bàn 1", "Bàn 1", 1, 5),
        ("Table 2", "Table 2", 2, 4),
    ]
    assert cameras[0].newest_ms == (tmp_path / "Bàn 1" / "a.mp4").stat().st_mtime_ns // 1_000_000


@pytest.mark.parametrize("layout", ["a.mp4", "2024-01-05/a.mp4", "2024010508/00M00S_1704416400.mp4", "20240105/1.ts"])
def test_a_recorders_own_tree_is_one_camera(tmp_path: Path, layout: str) -> None:
    put(tmp_path / "Table 1" / layout)
    cameras = detect_cameras(tmp_path / "Table 1", [tmp_path]).cameras
    assert [(one.name, one.folder, one.files) for one in cameras] == [("Table 1", "", 1)]


def test_nothing_is_suggested_where_nothing_is(tmp_path: Path) -> None:
    assert detect_cameras(tmp_path, [tmp_path]).cameras == []
    with pytest.raises(Forbidden):
        detect_cameras(tmp_path.parent, [tmp_path])
