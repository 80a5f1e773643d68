"""The epack command line: `python -m backend COMMAND`, or `./scripts/epack COMMAND`."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from pathlib import Path

from backend.config.native_noise import quiet_native_libraries
from backend.config.paths import PROJECT_DIR
from backend.config.version import program_version
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
EXIT_FAILED, EXIT_WRONG, EXIT_INTERRUPTED, EXIT_NOBODY_READS = 1, 2, 130, 141


def main(argv: list[str] | None = None) -> int:
    """Run one command. Wrong arguments and wrong input exit with 2, other failures with 1; never with a traceback."""
    arguments = sys.argv[1:] if argv is None else argv
    command = f"epack {arguments[0]}" if arguments else "epack"
    try:
        quiet_native_libraries()
        _open_streams()
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except InvalidInput as error:
        return _refuse(command, error.message, EXIT_WRONG)
    except EpackError as error:
        return _refuse(command, error.message, EXIT_FAILED)
    except BrokenPipeError:
        # Whoever read the output had enough of it (`epack search ... | head`); what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_NOBODY_READS
    except OSError as error:
        # Folders that may not be looked into, disks that fail: whatever a command did not expect of the file system.
        return _refuse(command, f"{error.filename or 'the output'}: {error.strerror}.", EXIT_FAILED)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:
        said = f"{type(error).__name__} at {_place(error)}: {error}"
        return _refuse(command, f"A fault of ePACK {program_version()}, please report it: {said}", EXIT_FAILED)


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="epack", description="Packing-station cameras into searchable evidence.")
    parser.add_argument("--version", action="version", version=f"ePACK {program_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in [arguments[0]] if arguments and arguments[0] in COMMANDS else COMMANDS:
        importlib.import_module(f"backend.commands.{name}").add_parser(commands)
    args = parser.parse_args(arguments)
    return int(args.run(args))


def _open_streams() -> None:
    """A service manager or shell may close them (`>&-`); Python then has None in their place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open as long as the program


def _place(error: Exception) -> str:
    """The innermost line of ours on the way to the error."""
    frames = traceback.extract_tb(error.__traceback__)
    houses = (PROJECT_DIR / "backend", PROJECT_DIR / "database")
    ours = [frame for frame in frames if any(Path(frame.filename).is_relative_to(house) for house in houses)]
    last = (ours or frames)[-1]
    return f"{os.path.relpath(last.filename, PROJECT_DIR)}:{last.lineno}"


def _refuse(command: str, said: str, status: int) -> int:
    print(f"{command}: {said}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
