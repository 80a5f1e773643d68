from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.config.logs import FILE_NAME, HIDDEN, configure, log_context
from backend.config.paths import Paths
from backend.domain.errors import InvalidInput


@pytest.fixture
def write_log(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Configures logging into a folder of its own and takes it off again."""
    level = logging.getLogger().level
    close: list[Callable[[], None]] = []

    def start(**options: object) -> Path:
        close.append(configure(tmp_path, console=False, **options))  # type: ignore[arg-type]
        return tmp_path / FILE_NAME

    yield start
    for one in close:
        one()
    logging.getLogger().setLevel(level)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_line_is_json_with_what_happened_where_and_when(write_log: Callable[..., Path]) -> None:
    path = write_log()
    logging.getLogger("backend.x").info("scanned %d files of %s", 7, "bàn 1", extra={"camera_id": 3})
    (line,) = lines(path)
    assert line["event"] == "scanned 7 files of bàn 1"
    assert line["level"] == "info"
    assert line["logger"] == "backend.x"
    assert line["camera_id"] == 3
    assert str(line["time"]).endswith("Z")
    assert line["thread_name"]


def test_context_goes_into_every_line_inside_and_none_outside(write_log: Callable[..., Path]) -> None:
    path = write_log()
    log = logging.getLogger("backend.x")
    with log_context(request_id="r-1"):
        log.info("inside")
    log.info("outside")
    inside, outside = lines(path)
    assert inside["request_id"] == "r-1"
    assert "request_id" not in outside


def test_secrets_never_reach_the_file(write_log: Callable[..., Path]) -> None:
    path = write_log()
    nested = {"name": "nvr", "Password": "hunter2", "list": [{"access_token": "abc123"}]}
    logging.getLogger("x").info("source", extra={"api_key": "k-999", "config": nested})
    text = path.read_text()
    assert not any(secret in text for secret in ("hunter2", "abc123", "k-999"))
    assert text.count(HIDDEN) == 3
    assert '"name": "nvr"' in text


def test_an_error_carries_its_traceback(write_log: Callable[..., Path]) -> None:
    path = write_log()
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("x").warning("failed", exc_info=True)
    (line,) = lines(path)
    assert "ValueError: broken" in str(line["exception"])


def test_a_line_break_in_a_value_does_not_forge_a_line(write_log: Callable[..., Path]) -> None:
    path = write_log()
    logging.getLogger("x").info("file %s", 'a\n{"event": "forged"}\x00\udcff')
    assert len(path.read_text(errors="replace").splitlines()) == 1


def test_the_level_and_the_quiet_libraries(write_log: Callable[..., Path]) -> None:
    path = write_log(level="warning")
    logging.getLogger("x").info("not told")
    logging.getLogger("x").warning("told")
    assert [line["event"] for line in lines(path)] == ["told"]


def test_the_scheduling_library_does_not_tell_what_it_is_about_to_do(write_log: Callable[..., Path]) -> None:
    path = write_log()
    logging.getLogger("apscheduler.scheduler").info("Adding job tentatively")
    logging.getLogger("apscheduler.scheduler").warning("Run time of a job was missed")
    assert [line["event"] for line in lines(path)] == ["Run time of a job was missed"]


def test_files_turn_over_by_size_and_only_so_many_are_kept(write_log: Callable[..., Path]) -> None:
    path = write_log(max_bytes=2_000, kept_files=2)
    for number in range(200):
        logging.getLogger("x").info("line %d", number)
    files = sorted(file.name for file in path.parent.iterdir())
    assert files == [FILE_NAME, FILE_NAME + ".1", FILE_NAME + ".2"]
    assert all(file.stat().st_size <= 2_000 for file in path.parent.iterdir())


def test_old_files_go_at_the_start_and_other_files_stay(tmp_path: Path, write_log: Callable[..., Path]) -> None:
    long_ago = time.time() - 40 * 86_400
    for name in (FILE_NAME + ".1", "notes.txt"):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (long_ago, long_ago))
    (tmp_path / (FILE_NAME + ".2")).write_text("x")
    write_log(retention_days=30)
    assert {file.name for file in tmp_path.iterdir()} == {FILE_NAME, FILE_NAME + ".2", "notes.txt"}


def test_configuring_again_replaces_the_handlers(write_log: Callable[..., Path]) -> None:
    write_log()
    path = write_log()
    logging.getLogger("x").info("once")
    assert len(lines(path)) == 1


def test_the_folders_are_made(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "new" / "data")
    paths.create()
    assert paths.logs_dir.is_dir()
    assert paths.input_dir.is_dir()
    paths.create()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file is in the way")
    with pytest.raises(InvalidInput, match="data"):
        Paths(tmp_path / "data").create()
