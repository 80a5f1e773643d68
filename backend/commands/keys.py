"""`epack keys`: the key that stored passwords are sealed with."""

from __future__ import annotations

import argparse

from backend.commands.installation import add_data_dir, installation_of
from backend.composition.rotation import rotate_keys
from backend.config.paths import Paths
from backend.domain.errors import StoreError
from backend.runtime.clock import SystemClock
from database.engine import open_store


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "keys",
        help="replace the key that stored passwords are sealed with",
        description="`rotate` makes a new key, seals everything anew that is stored sealed, and drops the old keys. "
        "The server must not run. Broken off, it leaves everything readable; run it again.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add_data_dir(actions.add_parser("rotate", help="a new key in the place of the present one"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises StoreError: no store, a server runs, or something sealed cannot be opened."""
    here = installation_of(args)
    if not here.db.is_file():
        raise StoreError(f"There is no store at {here.db}. Start the server once, or name another --data-dir.")
    paths = Paths(here.data_dir)
    with open_store(here.db) as store:
        counts = rotate_keys(store, paths, SystemClock())
    print(f"There is a new key in {paths.key_file}. Sealed anew:")
    for kind, count in counts.items():
        print(f"  {kind}: {count}")
    print(
        "Keep a copy of the key file in a safe place. Links to clips and begun sign-ins with Google end with the old\n"
        "key. Backups made before hold secrets under it: after restoring one, passwords of sources, second factors\n"
        "and the licence have to be entered again, unless you put a copy of the old key file back with it."
    )
    return 0
