"""`epack analyze`: recordings in, events as JSON out. Needs no server and leaves nothing behind but OUT.json."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import psutil

from backend.analysis import AnalysedFile, Analysis, analyse_files
from backend.commands.interrupt import Interrupted, interruptible
from backend.commands.profile import read_profile
from backend.commands.result_file import check_target, write_result
from backend.domain.errors import InvalidInput
from backend.domain.recording import RecordingStatus
from backend.sources.walk import Walk, printable

# More only take memory: each has detectors of its own.
_WORKERS_PER_CORE = 4
EXIT_DONE, EXIT_WRONG_ARGUMENTS, EXIT_INCOMPLETE = 0, 2, 3


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "analyze",
        help="find the packing events in recordings and write them as JSON",
        description="Find the packing events of one camera in files and folders. Exit status: 0 when every recording "
        "was analysed, 3 when some were not (the reasons are in the output), 2 for wrong arguments.",
    )
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_FOLDER", help="recordings, or folders of them")
    parser.add_argument("--camera", default="camera", metavar="NAME", help="name of the camera (default: camera)")
    parser.add_argument("--profile", type=Path, metavar="PROFILE.json", help="regions and reading rules of the camera")
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="where to write the result (default: stdout)")
    parser.add_argument("--workers", type=int, metavar="N", help="analyse this many at once (default: one per core)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput for a wrong profile, an empty folder or an output that cannot be written."""
    camera = read_profile(args.profile, args.camera)
    if args.workers is not None and args.workers < 1:
        raise InvalidInput("--workers must be at least 1.")
    paths, unread = _expanded(args.paths)
    if args.json is not None:
        check_target(args.json, paths)
    cores = psutil.cpu_count(logical=True) or 1
    workers = min(args.workers or cores, _WORKERS_PER_CORE * cores)
    tell = _progress_line() if sys.stderr.isatty() else None
    try:
        with interruptible() as stop:
            analysis = analyse_files(paths, camera, workers=workers, stop=stop, progress=tell)
    except Interrupted as ended:
        print("epack analyze: stopped; nothing was written.", file=sys.stderr)
        return ended.status
    analysis.files.extend(unread)
    write_result(as_json(analysis, camera.name), args.json)
    _tell_warnings(analysis)
    return EXIT_DONE if analysis.complete else EXIT_INCOMPLETE


def _tell_warnings(analysis: Analysis) -> None:
    """Each sentence once."""
    warned: dict[str, list[str]] = {}
    for recording, caution in analysis.cautions:
        warned.setdefault(str(caution), []).append(recording.path)
    for message, paths in warned.items():
        others = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        print(f"epack analyze: {paths[0]}{others}: {message}", file=sys.stderr)


def as_json(analysis: Analysis, camera_name: str) -> dict[str, Any]:
    """The contract other programs rely on; times are UTC epoch ms, span times ms within the file."""
    recordings = [
        {
            "path": f.path,
            "status": f.status.value,
            "reason": f.reason,
            "start_ms": f.recording.start_ms if f.recording else None,
            "duration_ms": f.recording.duration_ms if f.recording else None,
            "frames_total": f.seen.frames_total if f.seen else None,
            "frames_decoded": f.seen.frames_decoded if f.seen else 0,
            "wall_ms": f.seen.wall_ms if f.seen else 0,
        }
        for f in analysis.files
    ]
    events = [
        {
            "id": event.id,
            "camera": camera_name,
            "start_ms": event.start_ms,
            "end_ms": event.end_ms,
            "flags": [flag.value for flag in event.flags],
            "codes": [
                {
                    "text": code.text,
                    "format": code.format,
                    "first_ms": code.first_ms,
                    "last_ms": code.last_ms,
                    "frames": code.frames,
                    "confidence": code.confidence,
                }
                for code in event.codes
            ],
            "spans": [{"path": p.path, "from_ms": p.from_ms, "to_ms": p.to_ms} for p in event.parts],
        }
        for event in analysis.events
    ]
    return {"recordings": recordings, "events": events}


def _expanded(given: list[str]) -> tuple[list[str], list[AnalysedFile]]:
    """The recordings, each once: files as given, folders as the videos in them; and the folders that cannot be read.

    A missing path stays: it becomes a failed recording."""
    paths: dict[str, str] = {}
    unread: list[AnalysedFile] = []
    for item in given:
        if not item.strip():
            raise InvalidInput("One of the files or folders has an empty name.")
        found = [item]
        if os.path.isdir(item):
            walk = Walk(item, roots=(item,))
            found = sorted(file.path for file in walk.files())
            if not found and not walk.unread:
                raise InvalidInput(f"The folder {item} holds no video files.")
            reasons = {str(one.details["path"]): one.message for one in walk.warnings}
            unread += [_unread(folder, reasons[printable(folder)]) for folder in walk.unread]
            for one in walk.warnings:
                print(f"epack analyze: {one.message}", file=sys.stderr)
        # The same file by two ways would have every order twice.
        for path in found:
            paths.setdefault(_real(path), path)
    return list(paths.values()), unread


def _unread(folder: str, reason: str) -> AnalysedFile:
    return AnalysedFile(folder, RecordingStatus.FAILED, reason, None, None)


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # a NUL in the name: told when it is opened
        return path


def _progress_line() -> Any:
    shares: dict[str, float] = {}

    def tell(path: str, share: float) -> None:
        shares[path] = share
        done = sum(shares.values())
        print(f"\r{done / max(1, len(shares)):4.0%} of {len(shares)} file(s) begun", end="", file=sys.stderr)

    return tell
