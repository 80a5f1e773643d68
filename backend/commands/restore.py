"""`epack restore`: a backup in the place of the present store, which is kept beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from backend.backups.restoring import restore
from backend.commands.installation import Installation, add_data_dir, installation_of
from database.checkup import Checkup


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "restore",
        help="put a backup in the place of the present store",
        description="Put a backup (of epack backup, or a store file from the backups folder) in the place of the "
        "present store. The server must not run. The present store is kept, and how to undo it is printed.",
    )
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="a backup's ZIP or folder, or a store file (.db)")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises InvalidInput for what is no whole backup, StoreError (in use, newer, disk full); changes nothing then."""
    here, backup = installation_of(args), args.backup.absolute()
    found, kept = restore(backup, here.data_dir, here.db)
    _tell(here, backup, found, kept)
    return 0


def _tell(here: Installation, backup: Path, found: Checkup, kept: Path | None) -> None:
    print(f"The store of {backup} (schema {found.revision}) is now in {here.data_dir}.")
    if not found.is_latest:
        print("It is of an older ePACK; the next start of the server brings it up to date, after a copy.")
    if kept is None:
        print("There was no store before.")
        return
    print(f"The former store was kept as {kept}.")
    print(f"To undo this: epack restore {kept}")
