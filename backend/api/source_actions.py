"""What the API does with sources, for its own addresses and for those of the reference."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from backend.api.cameras import new_camera
from backend.api.services import Services
from backend.domain.errors import Conflict, InvalidInput
from backend.domain.source import SourceKind
from backend.sources.channels import split
from backend.sources.local import Detection, detect_cameras
from backend.sources.roots import check_path
from database.repositories.cameras import StoredCamera
from database.repositories.sources import VideoSource


def readable_roots(ours: Services) -> list[Path]:
    """Folders below which a request may name files."""
    return ours.paths.readable_roots(ours.settings.current())


def detect(ours: Services, path: str, *, may_allow: bool = False) -> Detection:
    """Folders with recordings below `path`. `may_allow`: asked by somebody who may allow any folder, and is told of one
    that does not exist before they do. Raises Forbidden, NotFound, InvalidInput."""
    if may_allow:
        check_path(path, ["/"])
    checked_folder(ours, path)
    return detect_cameras(path, readable_roots(ours))


def is_away(source: VideoSource) -> bool:
    """Whether its folder is not there now. The folder of other kinds is made with the first file that is brought."""
    return source.kind == SourceKind.LOCAL and not os.path.isdir(source.path)


def checked_folder(ours: Services, path: str) -> Path:
    """The real folder at `path`. Raises Forbidden outside the allowed roots, NotFound, InvalidInput."""
    folder = check_path(path, readable_roots(ours))
    if not folder.is_dir():
        raise InvalidInput("This is a file. Give the folder that holds the recordings.", code="not_a_folder")
    return folder


def checked_file(ours: Services, path: str) -> Path:
    """The real file at `path`. Raises Forbidden outside the allowed roots, NotFound, InvalidInput."""
    file = check_path(path, readable_roots(ours))
    if not file.is_file():
        raise InvalidInput("This is not a file.")
    return file


def add_source(ours: Services, name: str, path: str, *, enabled: bool, folders: Sequence[str] | None) -> VideoSource:
    """Add a folder as source, and these folders below it as cameras (by the names of the folders).

    Raises Forbidden, NotFound, InvalidInput, Conflict; nothing is added then.
    """
    folder = checked_folder(ours, path)
    found = {camera.folder: camera.name for camera in detect(ours, path).cameras} if folders else {}
    wanted = {one: found.get(one) or one or folder.name or str(folder) for one in folders or ()}
    check_folders(folder, wanted)
    check_names_free(ours, wanted.values(), source_id=None)
    source_id = ours.sources.add(name, str(folder), now_ms=ours.clock.now_ms(), enabled=enabled)
    attach(ours, source_id, wanted)
    return ours.sources.get(source_id)


def check_folders(source_folder: Path, folders: Sequence[str] | dict[str, str]) -> None:
    """Every folder lies right in the source's folder and is there. Raises InvalidInput."""
    for folder in folders:
        target = (source_folder / folder).resolve() if "\0" not in folder else source_folder.parent
        if target != source_folder and source_folder not in target.parents:
            raise InvalidInput("A camera's folder must lie inside the source.")
        if not (target if target.is_dir() else (source_folder / split(folder)[0])).is_dir():
            raise InvalidInput(f"There is no folder {folder!r} in the source.")


def check_names_free(ours: Services, names: Iterable[str], *, source_id: int | None) -> None:
    """No camera of another source has one of these names. Raises Conflict."""
    taken = {camera.camera.name: camera for camera in ours.cameras.all_stored()}
    for name in names:
        known = taken.get(name)
        if known is not None and known.source_id not in (None, source_id):
            raise Conflict(
                f"There is a camera {name} in another source already. Rename it first.", code="camera_name_taken"
            )


def attach(ours: Services, source_id: int, folders: dict[str, str]) -> None:
    """Make these folders (folder -> camera name) cameras of the source; a known camera of that name is taken over."""
    for folder, name in folders.items():
        known = ours.cameras.by_name(name)
        if known is None:
            camera = replace(new_camera(ours, name), name=name)
            camera_id = ours.cameras.add(camera, now_ms=ours.clock.now_ms(), source_id=source_id, folder=folder)
        else:
            camera_id = known.id
            now_ms = ours.clock.now_ms()
            ours.cameras.update(camera_id, now_ms=now_ms, source_id=source_id, folder=folder, enabled=True)
        ours.camera_changed(camera_id, frozenset({"source_id", "folder"}))


def cameras_of(ours: Services, source_id: int) -> list[StoredCamera]:
    return [camera for camera in ours.cameras.all_stored() if camera.source_id == source_id]


def choose_cameras(ours: Services, source: VideoSource, names: Sequence[str]) -> list[str]:
    """Switch on the cameras of a source with these names (made from its folders where they are new), the others off.

    Raises InvalidInput for a name that is no folder of the source.
    """
    known = {camera.camera.name: camera for camera in cameras_of(ours, source.id)}
    new = [name for name in dict.fromkeys(names) if name not in known]
    folder = Path(source.path)
    if new:
        found = {camera.name: camera.folder for camera in detect(ours, source.path).cameras}
        unknown = [name for name in new if name not in found]
        if unknown:
            raise InvalidInput(
                f"There are no recordings in a folder {unknown[0]!r} of {folder.name}.", code="no_recordings_there"
            )
        check_names_free(ours, new, source_id=source.id)
        attach(ours, source.id, {found[name]: name for name in new})
    for name, camera in known.items():
        if camera.enabled != (name in names):
            ours.cameras.update(camera.camera.id, now_ms=ours.clock.now_ms(), enabled=name in names)
            ours.camera_changed(camera.camera.id, frozenset({"enabled"}))
    return [camera.camera.name for camera in cameras_of(ours, source.id) if camera.enabled]
