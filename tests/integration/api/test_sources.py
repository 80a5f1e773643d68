"""Sources: which folders may be added, and which cameras they hold."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from backend.api import source_actions
from backend.domain.errors import Forbidden
from tests.support.api_world import ApiWorld


def test_a_source_is_added_with_its_cameras(world: ApiWorld, fake_file: Path) -> None:
    shop = fake_file.parent.parent
    found = world.json("POST", "/api/sources/detect", {"path": str(shop)})
    assert [(one["name"], one["files"]) for one in found["cameras"]] == [("Table 1", 1)]
    body = {"name": "Shop", "path": str(shop), "cameras": ["Table 1"]}
    source = world.json("POST", "/api/sources", body, status=201)
    (camera,) = world.json("GET", "/api/cameras")["items"]
    assert (camera["name"], camera["source_id"], camera["folder"]) == ("Table 1", source["id"], "Table 1")
    world.json("POST", "/api/sources", body, status=409)
    renamed = world.json("PATCH", f"/api/sources/{source['id']}", {"name": "Warehouse", "enabled": False})
    assert (renamed["name"], renamed["enabled"], renamed["path"]) == ("Warehouse", False, str(shop))
    assert world.json("POST", f"/api/sources/{source['id']}/scan", status=202)["scheduled"] is True
    world.json("DELETE", f"/api/sources/{source['id']}", status=204)
    assert world.json("GET", "/api/sources")["items"] == []
    assert world.json("GET", "/api/cameras")["items"][0]["source_id"] is None


def test_a_folder_whose_name_is_no_utf8_can_be_listed(world: ApiWorld, fake_file: Path) -> None:
    odd = os.fsencode(world.input_dir) + b"/b\xffn"
    os.mkdir(odd)
    shutil.copy(fake_file, os.fsdecode(odd))
    found = world.json("POST", "/api/sources/detect", {"path": str(world.input_dir)})
    assert [one["name"] for one in found["cameras"]] == ["Table 1", "b\ufffdn"]


def test_a_folder_that_holds_recordings_itself_is_one_camera(world: ApiWorld, fake_file: Path) -> None:
    found = world.json("POST", "/api/sources/detect", {"path": str(fake_file.parent)})
    folders = [one["folder"] for one in found["cameras"]]
    assert folders == [""]
    body = {"name": "Shop", "path": str(fake_file.parent), "cameras": folders}
    source = world.json("POST", "/api/sources", body, status=201)
    (camera,) = world.json("GET", "/api/cameras")["items"]
    assert (camera["name"], camera["source_id"], camera["folder"]) == ("Table 1", source["id"], "")


def test_channels_of_one_folder_become_cameras(world: ApiWorld, fake_file: Path) -> None:
    export = world.input_dir / "Export"
    export.mkdir()
    for name in ("ch01_20240105080000.mp4", "ch02_20240105080000.mp4"):
        shutil.copy(fake_file, export / name)
    found = world.json("POST", "/api/sources/detect", {"path": str(export)})
    folders = [one["folder"] for one in found["cameras"]]
    assert folders == ["ch01_*", "ch02_*"]
    world.json("POST", "/api/sources", {"name": "Shop", "path": str(export), "cameras": folders}, status=201)
    cameras = world.json("GET", "/api/cameras")["items"]
    assert [(one["name"], one["folder"]) for one in cameras] == [("Export ch01", "ch01_*"), ("Export ch02", "ch02_*")]
    elsewhere = {"name": "B", "path": str(export), "cameras": ["../*"]}
    assert "inside" in world.json("POST", "/api/sources", elsewhere, status=400)["error"]["message"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/etc", 403), ("{input}/..", 403), ("{input}/none", 404), ("relative", 400), ("{input}/a\x00b", 400),
     ("{input}/link", 403), ("{input}/Table 1/a.mp4", 400)],
)  # fmt: skip
def test_only_folders_below_the_allowed_ones_become_sources(
    world: ApiWorld, fake_file: Path, path: str, status: int
) -> None:
    (world.input_dir / "link").symlink_to("/etc")
    asked = path.replace("{input}", str(world.input_dir))
    for address, body in (
        ("/api/sources", {"name": "X", "path": asked}),
        ("/api/sources/detect", {"path": asked}),
    ):
        world.json("POST", address, body, status=status)
    assert world.services.sources.all() == []


def test_only_who_may_allow_a_folder_is_told_that_it_does_not_exist(world: ApiWorld, tmp_path: Path) -> None:
    missing = str(tmp_path / "mistyped")
    told = world.json("POST", "/api/sources/detect", {"path": missing}, status=404)["error"]
    assert told["code"] == "path_not_found"
    with pytest.raises(Forbidden):
        source_actions.detect(world.services, missing)


def test_cameras_outside_the_source_are_refused_and_nothing_is_added(world: ApiWorld, fake_file: Path) -> None:
    for folder in ("..", "none", "a\x00b", "/etc"):
        body = {"name": "X", "path": str(world.input_dir), "cameras": [folder]}
        world.json("POST", "/api/sources", body, status=400)
    assert world.services.sources.all() == []
    assert world.services.cameras.all() == []


def test_an_allowed_folder_in_the_settings_opens_it(world: ApiWorld, tmp_path: Path) -> None:
    other = tmp_path / "nas"
    other.mkdir()
    world.json("POST", "/api/sources", {"name": "NAS", "path": str(other)}, status=403)
    world.json("PATCH", "/api/settings", {"allowed_roots": [str(other)]})
    world.json("POST", "/api/sources", {"name": "NAS", "path": str(other)}, status=201)


def test_a_folder_that_is_unplugged_is_told_as_away(world: ApiWorld, fake_file: Path) -> None:
    shop = fake_file.parent.parent
    world.json("POST", "/api/sources", {"name": "Shop", "path": str(shop)}, status=201)
    (source,) = world.json("GET", "/api/sources")["items"]
    assert source["away"] is False
    shop.rename(shop.with_name("elsewhere"))
    (source,) = world.json("GET", "/api/sources")["items"]
    assert source["away"] is True
