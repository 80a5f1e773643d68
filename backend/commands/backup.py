"""`epack backup`: a consistent copy of the store while the server runs, with its settings and checksums."""

from __future__ import annotations

import argparse
from pathlib import Path

from backend.backups.backup_set import STORE_NAME
from backend.backups.writing import Origin, write_backup
from backend.commands.installation import add_data_dir, installation_of
from backend.config.version import program_version
from backend.runtime.clock import SystemClock


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "backup",
        help="copy the store and the settings, also while the server runs",
        description="Write a consistent copy of the store with its settings and checksums. Recordings and clips are "
        "not in it: copy their folders as files. An existing backup is never overwritten.",
    )
    parser.add_argument("target", type=Path, metavar="TARGET.zip|FOLDER", help="a new ZIP, or a new or empty folder")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput, Conflict for a target that exists, StoreError."""
    here, target = installation_of(args), args.target.absolute()
    origin = Origin(here.db, program_version(), SystemClock().now_ms(), lambda store: here.settings(store).differing())
    manifest = write_backup(origin, target)
    size = manifest.files[STORE_NAME]["size_bytes"]
    print(f"{target}: store of {size / 1e6:.1f} MB, schema {manifest.schema}, sha256 "
          f"{manifest.files[STORE_NAME]['sha256']}")  # fmt: skip
    print(f"To go back to it: stop the server, then epack restore {target}")
    return 0
