"""`epack cut`: clips of events. Cuts by itself, or lets the server do it that holds the data folder."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from backend.clips.cut_worker import CutWorker, Refused
from backend.clips.errors import write_failure
from backend.clips.footage import CutSettings
from backend.clips.naming import unused_name
from backend.clips.store_footage import StoreFootage
from backend.clips.writer import CutMode
from backend.commands.installation import Installation, add_data_dir, installation_of, shown_certificate
from backend.commands.server_client import ServerClient
from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.domain.errors import EpackError, InvalidInput, StoreError
from backend.runtime.clock import SystemClock
from backend.runtime.stop import StopSignal
from backend.sources.identity import identify
from database.engine import Store, open_store
from database.repositories.clips import Clip, ClipRepository

EXIT_DONE, EXIT_INCOMPLETE = 0, 1
_LOOK_EVERY_S = 0.3


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "cut",
        help="cut clips of events",
        description="Cut one clip per event; `epack search` tells their ids. Exit status: 0 when every clip was cut, "
        "1 when some were not, 2 for wrong arguments.",
    )
    parser.add_argument("events", nargs="+", metavar="EVENT_ID")
    parser.add_argument("--mode", choices=[mode.value for mode in CutMode], default=CutMode.FAST.value)
    parser.add_argument("--burn-in", action="store_true", help="code, station and time in the picture (exact mode)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="also copy the clips into this folder")
    parser.add_argument("--port", type=int, help="port of the server that holds the data folder (default: found out)")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput, StoreError, and EpackError when the server cannot be asked."""
    mode = CutMode(args.mode)
    if args.burn_in and mode is CutMode.FAST:
        raise InvalidInput("A burned-in caption needs the exact mode: add --mode exact.")
    if args.out is not None and args.out.exists() and not args.out.is_dir():
        raise InvalidInput(f"{args.out} is not a folder.")
    here = installation_of(args)
    if not here.db.is_file():
        raise StoreError(f"There is no store at {here.db}. Start the server once, or name another --data-dir.")
    try:
        store = open_store(here.db)
    except StoreError as error:
        if error.code != "store_in_use":
            raise
        clips, refused = _by_server(here, args.events, mode, args.burn_in, args.port)
    else:
        with store:
            clips, refused = _by_ourselves(store, here, args.events, mode, args.burn_in)
    return _report(clips, refused, args.out)


def _by_ourselves(
    store: Store, here: Installation, event_ids: Sequence[str], mode: CutMode, burn_in: bool
) -> tuple[list[Clip], Sequence[Refused]]:
    settings = here.settings(store)
    repository, paths = ClipRepository(store), here.paths(settings)
    paths.create()
    cutter = CutWorker(
        repository,
        StoreFootage(store),
        folder=lambda: paths.clips_dir,
        settings=lambda: cut_settings(settings),
        identify=identify,
        publish=lambda topic, data: None,
        clock=SystemClock(),
    )
    batch = cutter.enqueue(event_ids, mode, burn_in=burn_in)
    stop = StopSignal()
    try:
        for clip in batch.clips:
            if repository.take(clip.public_id):
                cutter.cut(clip, stop)
    except KeyboardInterrupt:
        for clip in batch.clips:
            cutter.cancel(clip.public_id)
        raise
    return [repository.get(clip.public_id) for clip in batch.clips], batch.refused


def cut_settings(settings: Settings) -> CutSettings:
    brand = settings.clip_brand or settings.brand_name
    return CutSettings(round(settings.pre_roll_s * 1000), round(settings.post_roll_s * 1000), brand)


def _by_server(
    here: Installation, event_ids: Sequence[str], mode: CutMode, burn_in: bool, port: int | None
) -> tuple[list[Clip], Sequence[Refused]]:
    with here.reading() as store:
        settings, paths = here.settings(store), Paths(here.data_dir)
        shown = shown_certificate(settings, paths)
        client = ServerClient.find(here.server(), port, settings.port, paths.local_key, shown)
        body = {"event_ids": list(event_ids), "mode": mode.value, "burn_in": burn_in}
        answer = client.post("/api/clips", body)
        repository = ClipRepository(store)
        ids = [clip["id"] for clip in answer["clips"]]
        while True:
            clips = [repository.get(clip_id) for clip_id in ids]
            if all(clip.status not in ("queued", "running") for clip in clips):
                break
            if here.server() is None:
                raise EpackError("The server stopped while cutting. It goes on when it is started again.")
            time.sleep(_LOOK_EVERY_S)
    return clips, [Refused(one["event_id"], one["code"], one["reason"]) for one in answer["refused"]]


def _report(clips: Sequence[Clip], refused: Sequence[Refused], out: Path | None) -> int:
    """One path per clip on stdout, reasons on stderr."""
    for one in refused:
        print(f"epack cut: event {one.event_id}: {one.reason}", file=sys.stderr)
    for clip in clips:
        if clip.status != "done" or clip.path is None:
            reason = clip.reason or f"The clip is {clip.status}."
            print(f"epack cut: event {clip.event_public_id}: {reason}", file=sys.stderr)
        else:
            print(clip.path if out is None else copied(Path(clip.path), out))
    complete = not refused and all(clip.status == "done" for clip in clips)
    return EXIT_DONE if complete else EXIT_INCOMPLETE


def copied(file: Path, folder: Path) -> Path:
    """A copy of `file` in `folder`, under a name that nothing had there before. Raises CutFailed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            target = folder / unused_name(file.name, lambda name: os.path.lexists(folder / name))
            try:
                handle = target.open("xb")
            except FileExistsError:
                continue
            break
        try:
            with handle, file.open("rb") as source:
                shutil.copyfileobj(source, handle, 1 << 20)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise write_failure(error, folder) from error
    return target
