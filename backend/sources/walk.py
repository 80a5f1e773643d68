"""Walk a camera's folder: video files with their stat, at one system call each, nothing opened.

Safe against what people and recorders leave on disks: folders that cannot be read, folders named x.mp4, symbolic links
that lead round or out, names in any bytes. Bounded in depth and number.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from backend.domain.caution import Caution
from backend.sources.roots import is_inside

VIDEO_EXTENSIONS = frozenset((
    "mp4", "m4v", "mov", "3gp", "mkv", "webm", "avi", "wmv", "asf", "flv", "ts", "m2ts", "mts", "mpg", "mpeg", "ps",
    "vob", "dav", "264", "h264", "265", "h265", "hevc", "mjpeg",
))  # fmt: skip
MAX_DEPTH = 12
MAX_FILES = 1_000_000
SKIPPED_FOLDERS = frozenset(
    {"@eadir", "#recycle", "#snapshot", "$recycle.bin", "system volume information", "lost+found"}
)


@dataclass(frozen=True, slots=True)
class SeenFile:
    path: str
    size_bytes: int
    mtime_ns: int


@dataclass(slots=True)
class Walk:
    """One walk below `folder`. Iterate `files()` once; afterwards `warnings` and `unread` tell what was left out."""

    folder: str
    roots: Sequence[str]
    """Real paths that symbolic links may lead into, besides the folder itself."""
    max_depth: int = MAX_DEPTH
    max_files: int = MAX_FILES
    wanted: Callable[[str], bool] | None = None
    """Which paths are of interest; the others are passed over without a look at them. None: all."""
    warnings: list[Caution] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Folders that could not be read: what lies below them is unknown, not gone."""
    _followed: list[str] = field(default_factory=list)
    _count: int = 0
    _full: bool = False

    def files(self) -> Iterator[SeenFile]:
        """Every video below the folder; the folder itself when it is one file, whatever its name ends in."""
        self._followed.append(os.path.realpath(self.folder))
        try:
            found = os.stat(self.folder)
        except OSError:
            self._leave_out(self.folder, "folder_unreachable", "cannot be reached")
            return
        if stat.S_ISREG(found.st_mode):
            yield SeenFile(self.folder, found.st_size, found.st_mtime_ns)
        else:
            yield from self._walk(self.folder, 0)

    def is_unread(self, path: str) -> bool:
        """True when `path` lies below a folder that could not be read."""
        return is_inside(path, self.unread)

    def _walk(self, folder: str, depth: int) -> Iterator[SeenFile]:
        below: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    try:
                        if entry.is_symlink():
                            found = self._follow(entry)
                        elif entry.is_dir(follow_symlinks=False):
                            found = entry.path if entry.name.lower() not in SKIPPED_FOLDERS else None
                        elif self.wanted is None or self.wanted(entry.path):
                            found = _video(entry)
                        else:
                            continue
                    except OSError:
                        continue  # vanished between the listing and the look
                    if isinstance(found, str):
                        below.append(found)
                    elif found is not None:
                        if self._count >= self.max_files:
                            why = f"holds more than {self.max_files} videos; the rest is left out"
                            self._leave_out(self.folder, "folder_too_full", why, most=self.max_files)
                            self._full = True
                            return
                        self._count += 1
                        yield found
        except FileNotFoundError:
            return  # removed meanwhile, with what lay in it
        except PermissionError:
            self._leave_out(folder, "folder_not_allowed", "may not be read; check its permissions")
        except OSError as error:
            what = os.strerror(error.errno) if error.errno else "disk error"
            self._leave_out(folder, "folder_unreadable", f"cannot be read ({what})", problem=what)
        if below and depth >= self.max_depth:
            why = f"is nested deeper than {self.max_depth} folders; its sub-folders are left out"
            self._leave_out(folder, "folder_too_deep", why, most=self.max_depth)
            return
        for path in below:
            if self._full:
                return
            yield from self._walk(path, depth + 1)

    def _follow(self, entry: os.DirEntry[str]) -> str | SeenFile | None:
        """What a symbolic link leads to, unless it leads out of the roots or to what is walked anyway."""
        real = os.path.realpath(entry.path)
        if not is_inside(real, [self._followed[0], *self.roots]):
            path = printable(entry.path)
            message = f"{path} is a link out of the allowed folders; it is left out."
            self.warnings.append(Caution("link_out_of_folders", message, {"path": path}))
            return None
        if not entry.is_dir():
            return None if is_inside(real, self._followed) else _video(entry)
        # Inside a walked folder: seen there. Above one: the way round.
        if is_inside(real, self._followed) or any(is_inside(seen, [real]) for seen in self._followed):
            return None
        self._followed.append(real)
        return entry.path

    def _leave_out(self, folder: str, code: str, why: str, **details: object) -> None:
        self.unread.append(folder)
        path = printable(folder)
        self.warnings.append(Caution(code, f"{path} {why}.", {"path": path, **details}))


def _video(entry: os.DirEntry[str]) -> SeenFile | None:
    if not is_video_name(entry.name):
        return None
    found = entry.stat()
    if not stat.S_ISREG(found.st_mode):
        return None
    return SeenFile(entry.path, found.st_size, found.st_mtime_ns)


def is_video_name(name: str) -> bool:
    return "." in name and name.rpartition(".")[2].lower() in VIDEO_EXTENSIONS


def printable(path: str) -> str:
    """A path that any log and JSON can hold: bytes that are no UTF-8 and control characters are escaped."""
    text = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
