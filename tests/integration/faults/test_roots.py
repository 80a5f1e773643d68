"""Paths outside the allowed roots are refused, whatever they look like, and tell nothing about what is there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.__main__ import main
from backend.domain.errors import EpackError
from tests.support.accounts import owner_browser
from tests.support.footage import quiet_clip
from tests.support.shop import inside, open_shop


@pytest.fixture
def world(tmp_path: Path) -> Iterator[tuple[object, Path, Path]]:
    shop = open_shop(tmp_path / "shop", {"Small": {}})
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy2(quiet_clip().path, outside / "secret.mp4")
    (shop.camera("Small") / "link.mp4").symlink_to(outside / "secret.mp4")
    (shop.camera("Small") / "folder").symlink_to(outside)
    with inside(shop) as application:
        yield application, shop.recordings, outside


def test_custom_runs_and_sources_stay_inside(world: tuple[object, Path, Path]) -> None:
    application, recordings, outside = world
    client = owner_browser(application.services)  # type: ignore[attr-defined]
    wanted = [
        str(outside),
        str(outside / "secret.mp4"),
        str(outside / "not-there.mp4"),
        f"{recordings}/../../../outside/secret.mp4",
        f"{recordings}/Small/link.mp4",
        f"{recordings}/Small/folder/secret.mp4",
        f"{recordings}-2",
        "/etc/passwd",
        "/proc/self/root/etc",
        "/dev/zero",
    ]
    for path in wanted:
        for address, body in (
            ("/api/program", {"program": "custom", "action": "run", "custom_path": path}),
            ("/api/sources/detect", {"path": path}),
            ("/api/sources", {"name": "Other", "path": path}),
        ):
            reply = client.post(address, json=body)
            assert reply.json is not None
            if address == "/api/sources/detect" and not Path(path).exists():
                # The owner may allow any folder, and is told first that there is none.
                assert reply.status_code == 404, (path, reply.text)
                continue
            assert reply.status_code == 403, (path, address, reply.text)
            assert "lies outside the folders ePACK may read" in reply.json["error"]["message"]
    for path, status in (("input/Small", 400), ("", 400), ("a\0b", 400), (f"{recordings}/none", 404)):
        body = {"program": "custom", "action": "run", "custom_path": path}
        assert client.post("/api/program", json=body).status_code == status, path


def test_a_scan_follows_no_link_out(world: tuple[object, Path, Path]) -> None:
    application, recordings, _ = world
    services = application.services  # type: ignore[attr-defined]
    services.programs.start("custom", custom_path=str(recordings))
    with pytest.raises(EpackError):
        services.programs.start("custom", custom_path="/etc")
    for _unused in range(100):
        if services.programs.status().program is None:
            break
        services.stop.wait(0.1)
    assert services.programs.status().program is None
    assert sum(services.recordings.counts().values()) == 0


def test_analyze_follows_no_link_out_of_the_folder_it_was_given(tmp_path: Path) -> None:
    given, outside = tmp_path / "given", tmp_path / "outside"
    given.mkdir()
    outside.mkdir()
    shutil.copy2(quiet_clip().path, given / "own_20260101_080000.mp4")
    shutil.copy2(quiet_clip().path, outside / "secret.mp4")
    (given / "link.mp4").symlink_to(outside / "secret.mp4")
    (given / "folder").symlink_to(outside)
    assert main(["analyze", str(given), "--json", str(tmp_path / "o.json")]) == 0
    (only,) = json.loads((tmp_path / "o.json").read_bytes())["recordings"]
    assert only["path"] == str(given / "own_20260101_080000.mp4")
