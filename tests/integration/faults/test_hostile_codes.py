"""Codes that hold separators, quotes, HTML, line breaks and NUL: read, stored, found and sent as they are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from backend.__main__ import main
from tests.support.accounts import owner_browser
from tests.support.code_video import code_video
from tests.support.shop import Shop, inside, open_shop, run_custom

CODES = {
    "commas": "A1,B2;C3|\"D4\"\t'E5'",
    "html": "<script>alert(1)</script>&amp;",
    "lines": "LINE1\nLINE2\r\nLINE3",
    "nul": "NUL\x00INSIDE99",
    "sql": "X'); DROP TABLE events;--",
    "formula": "=cmd|' /C calc'!A0",
    "vietnamese": "Đơn hàng số 7 📦",
}


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("codes")
    return {
        name: code_video(folder / f"Odd_2026010{number + 1}_090000.mp4", [text], seconds_each=2.5)
        for number, (name, text) in enumerate(CODES.items())
    }


@pytest.fixture(scope="module")
def analysed(videos: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = open_shop(tmp_path_factory.mktemp("odd-shop"), {"Odd": {"symbologies": ["QRCode"]}})
    for path in videos.values():
        (shop.camera("Odd") / path.name).hardlink_to(path)
    with inside(shop) as application:
        run_custom(application, shop.recordings)
    return shop


def test_analyze_gives_the_exact_text(videos: dict[str, Path], tmp_path: Path) -> None:
    profile, out = tmp_path / "p.json", tmp_path / "o.json"
    profile.write_text('{"symbologies": ["QRCode"]}')
    paths = [str(path) for path in videos.values()]
    assert main(["analyze", *paths, "--profile", str(profile), "--json", str(out)]) == 0
    events = json.loads(out.read_bytes())["events"]
    assert [[code["text"] for code in event["codes"]] for event in events] == [[text] for text in CODES.values()]


@pytest.mark.parametrize("name", CODES)
def test_search_and_api_give_the_exact_text(analysed: Shop, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = CODES[name]
    if "\x00" not in text:  # no command line can hold it
        assert main(["search", text, "--json", "--data-dir", str(analysed.data_dir)]) == 0
        (group,) = json.loads(capsys.readouterr().out)["groups"]
        assert [code["text"] for match in group["matches"] for code in match["event"]["codes"]] == [text]
        assert main(["search", text, "--data-dir", str(analysed.data_dir)]) == 0
        printed = capsys.readouterr().out
        assert len(printed.splitlines()) == 2
        assert "\x00" not in printed


def test_the_api_finds_and_sends_them(analysed: Shop) -> None:
    with inside(analysed) as application:
        client = owner_browser(application.services)
        for text in CODES.values():
            reply = client.post("/api/search", json={"codes": [text]})
            assert reply.status_code == 200, reply.text
            assert reply.mimetype == "application/json"
            (group,) = json.loads(reply.data)["groups"]
            assert [one["text"] for match in group["matches"] for one in match["event"]["codes"]] == [text]
            event = group["matches"][0]["event"]["id"]
            assert [one["text"] for one in client.get(f"/api/events/{event}").json["codes"]] == [text]
        ids = [event["id"] for event in client.get("/api/events").json["items"]]
        assert len(ids) == len(CODES)
        batch = client.post("/api/clips", json={"event_ids": ids}).json
        _wait_for_clips(client, batch["batch_id"])
        _names_are_safe(client, batch["batch_id"])


def _wait_for_clips(client: object, batch_id: str) -> None:
    import time

    until = time.monotonic() + 60
    while time.monotonic() < until:
        clips = client.get(f"/api/clips?batch_id={batch_id}").json["items"]  # type: ignore[attr-defined]
        if all(clip["status"] == "done" for clip in clips):
            return
        time.sleep(0.1)
    raise AssertionError(clips)


def _names_are_safe(client: object, batch_id: str) -> None:
    """File names hold letters, digits and hyphens only; the batch's table keeps each code in one cell."""
    import zipfile

    reply = client.get(f"/api/clips/batch/{batch_id}.zip")  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        names = archive.namelist()
        for name in names:
            assert not set(name) & set("<>'\"|;,=\\/\n\r\t\x00"), name
        tables = [name for name in names if name.endswith(".csv")]
        assert len(tables) == 1
        rows = list(csv.reader(io.StringIO(archive.read(tables[0]).decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == len(CODES) + 1
