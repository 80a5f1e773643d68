"""The epack command line: `python -m backend COMMAND`, or `./scripts/epack COMMAND`."""

from __future__ import annotations

import argparse
import importlib
import sys

from backend.config.native_noise import quiet_native_libraries
from backend.domain.errors import EpackError, InvalidInput

# Each module offers add_parser(commands) and run(args) -> exit status. Only the one asked for is imported: the server's
# libraries take a second that `analyze` need not wait for.
COMMANDS = (
    "serve",
    "analyze",
    "demo",
    "bench",
    "search",
    "cut",
    "doctor",
    "backup",
    "restore",
    "licence",
    "user",
    "keys",
)


def main(argv: list[str] | None = None) -> int:
    """Run one command. Wrong arguments and wrong input exit with 2, other expected failures with 1."""
    arguments = sys.argv[1:] if argv is None else argv
    quiet_native_libraries()
    parser = argparse.ArgumentParser(prog="epack", description="Packing-station cameras into searchable evidence.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in [arguments[0]] if arguments and arguments[0] in COMMANDS else COMMANDS:
        importlib.import_module(f"backend.commands.{name}").add_parser(commands)
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except InvalidInput as error:
        print(f"epack {args.command}: {error.message}", file=sys.stderr)
        return 2
    except EpackError as error:
        print(f"epack {args.command}: {error.message}", file=sys.stderr)
        return 1
    except OSError as error:
        # Folders that may not be looked into, disks that fail: whatever a command did not expect of the file system.
        print(f"epack {args.command}: {error.filename or 'the system'}: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
