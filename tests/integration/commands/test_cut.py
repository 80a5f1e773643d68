"""`epack cut`: by itself, and through the server that holds the data folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import pytest

from backend.__main__ import main
from database.engine import open_read_only, open_store
from database.queries.event_views import EventQueries
from database.repositories.clips import ClipRepository
from tests.support.shop import Shop, serving

Out = pytest.CaptureFixture[str]


def cut(shop: Shop, *args: str | Path) -> int:
    return main(["cut", *map(str, args), "--data-dir", str(shop.data_dir)])


def event_ids(shop: Shop) -> list[str]:
    with open_read_only(shop.data_dir / "epack.db") as store:
        return [event.public_id for event in EventQueries(store).list_page(newest_first=False).items]


def seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        assert container.duration is not None
        return container.duration / 1_000_000


def test_clips_are_cut_recorded_and_told(shop: Shop, capsys: Out) -> None:
    first, second, *_ = event_ids(shop)
    assert cut(shop, first, second, first) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert len(paths) == 2
    with open_read_only(shop.data_dir / "epack.db") as store:
        kept = {clip.path: clip for clip in ClipRepository(store).list_page().items}
    for path in paths:
        clip = kept[str(path)]
        assert path.parent == shop.data_dir / "clips"
        assert clip.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert 10 < seconds(path) < 25


def test_out_gets_copies_and_overwrites_nothing(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    event, out = event_ids(shop)[0], tmp_path / "für Kunden"
    assert cut(shop, event, "--out", out) == 0
    first = Path(capsys.readouterr().out.strip())
    first.write_text("somebody's")
    (shop.data_dir / "clips" / first.name).unlink()
    assert cut(shop, event, "--out", out) == 0
    second = Path(capsys.readouterr().out.strip())
    assert second.parent == out
    assert second != first
    assert first.read_text() == "somebody's"


def test_exact_with_burn_in(shop: Shop, capsys: Out) -> None:
    assert cut(shop, event_ids(shop)[0], "--mode", "exact", "--burn-in") == 0
    assert seconds(Path(capsys.readouterr().out.strip())) > 10


def test_an_event_that_is_not_there_holds_up_no_other(shop: Shop, capsys: Out) -> None:
    assert cut(shop, "0123456789abcdef", event_ids(shop)[0]) == 1
    told = capsys.readouterr()
    assert "There is no event 0123456789abcdef" in told.err
    assert Path(told.out.strip()).is_file()


def test_a_recording_that_went_is_named(shop: Shop, capsys: Out) -> None:
    event = event_ids(shop)[0]
    with open_store(shop.data_dir / "epack.db") as store, store.write() as connection:
        connection.exec_driver_sql("UPDATE recordings SET path = '/gone/' || id || '.mp4'")
    assert cut(shop, event) == 1
    assert ".mp4" in capsys.readouterr().err
    assert list((shop.data_dir / "clips").iterdir()) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [(["--burn-in"], "needs the exact mode"), (["--out", __file__], "is not a folder")],
)
def test_wrong_arguments_exit_with_2(shop: Shop, capsys: Out, args: list[str], said: str) -> None:
    assert cut(shop, "0123456789abcdef", *args) == 2
    assert said in capsys.readouterr().err


def test_a_folder_held_by_something_that_does_not_answer_says_what_to_do(shop: Shop, capsys: Out) -> None:
    with open_store(shop.data_dir / "epack.db"):
        assert cut(shop, event_ids(shop)[0], "--port", "9") == 1
    assert "Give the server's --port, or stop it" in capsys.readouterr().err


@pytest.mark.timeout(300)
def test_the_server_cuts_when_it_holds_the_data_folder(shop: Shop, tmp_path: Path, capsys: Out) -> None:
    event = event_ids(shop)[0]
    with serving(shop) as server:
        # Its port is found out from the process that holds the folder.
        assert cut(shop, event, "--out", tmp_path / "out") == 0
        assert Path(capsys.readouterr().out.strip()).parent == tmp_path / "out"
        assert cut(shop, "0123456789abcdef") == 1
        assert "There is no event" in capsys.readouterr().err
        assert [clip["status"] for clip in server.get("/api/clips")["items"]] == ["done"]
