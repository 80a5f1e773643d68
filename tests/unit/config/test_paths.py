from __future__ import annotations

from pathlib import Path

from backend.config.env import Environment
from backend.config.paths import PROJECT_DIR, Paths
from backend.config.settings import Settings


def test_everything_lies_below_one_folder_unless_sent_elsewhere() -> None:
    paths = Paths(Path("/srv/epack"))
    for place in (
        paths.db, paths.input_dir, paths.clips_dir, paths.downloads_dir, paths.renditions_dir, paths.thumbs_dir,
        paths.previews_dir, paths.logs_dir, paths.backups_dir,
    ):  # fmt: skip
        assert place.parent == Path("/srv/epack")


def test_by_default_the_folders_of_the_project_are_used() -> None:
    paths = Paths.resolve(Environment(), Settings())
    assert paths.db == PROJECT_DIR / "resources/data/epack.db"
    assert paths.input_dir == PROJECT_DIR / "resources/input"
    assert paths.clips_dir == PROJECT_DIR / "resources/clips"
    assert paths.downloads_dir == PROJECT_DIR / "resources/downloads"


def test_a_data_folder_from_the_environment_holds_everything() -> None:
    paths = Paths.resolve(Environment(data_dir=Path("/srv/epack")), Settings())
    assert paths == Paths(Path("/srv/epack"))


def test_folder_settings_go_first() -> None:
    settings = Settings.load({"input_root": "/mnt/nvr", "clips_root": "/mnt/clips"})
    paths = Paths.resolve(Environment(data_dir=Path("/srv/epack")), settings)
    assert (paths.input_dir, paths.clips_dir) == (Path("/mnt/nvr"), Path("/mnt/clips"))
    assert paths.downloads_dir == Path("/srv/epack/downloads")


def test_recordings_may_be_read_below_the_input_folder_and_the_allowed_roots() -> None:
    settings = Settings.load({"allowed_roots": ["/mnt/usb"]})
    assert Paths(Path("/srv/epack")).readable_roots(settings) == [Path("/srv/epack/input"), Path("/mnt/usb")]
