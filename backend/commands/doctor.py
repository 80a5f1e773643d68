"""`epack doctor`: is everything in place, and what to do where it is not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

from backend.commands.checks import footage, guarded, place, program, record
from backend.commands.checks.finding import Finding, Level, carefully, fail
from backend.commands.installation import Installation, add_data_dir, installation_of
from backend.config.secret_box import SecretBox, read_keys
from backend.config.settings import Settings
from backend.domain.errors import EpackError, StoreError
from database.engine import Store
from database.repositories.audit import AuditRepository

EXIT_WELL, EXIT_UNWELL = 0, 1
_COLOURS = {Level.OK: "32", Level.WARN: "33", Level.FAIL: "31"}

Check = Callable[[], Iterator[Finding]]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "doctor",
        help="check the installation",
        description="Check programs, folders, store, sources and cameras, and say what to do. Changes nothing. Exit "
        "status: 0 when nothing failed (warnings are no failure), 1 otherwise.",
    )
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    add_data_dir(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    findings = examine(installation_of(args))
    if args.json:
        print(json.dumps({"findings": [asdict(one) for one in findings]}, indent=1))
    else:
        print("\n".join(_line(one, colour=sys.stdout.isatty()) for one in findings))
    return EXIT_UNWELL if any(one.level is Level.FAIL for one in findings) else EXIT_WELL


def examine(here: Installation) -> list[Finding]:
    """All findings, in the order in which a person would put things right."""
    settings, trouble = _settings(here)
    paths = here.paths(settings)
    checks: list[tuple[str, Check]] = [
        ("Python", program.check_python),
        ("Packages", program.check_packages),
        ("libzbar", program.check_zbar),
        ("OpenCV", program.check_opencv),
        ("Hand model", program.check_hands),
        ("Font", program.check_fonts),
        ("Clock", lambda: program.check_clock(settings.timezone)),
        ("Folders", lambda: place.check_folders(paths)),
        ("Disk", lambda: place.check_space(paths)),
        ("Store", lambda: place.check_store(here)),
        ("Key file", lambda: guarded.check_keys(paths)),
        ("HTTPS", lambda: guarded.check_reach(paths, settings)),
        ("Server", lambda: place.check_server(here, settings)),
    ]
    findings = [finding for subject, check in checks for finding in carefully(subject, check)]
    return [*findings, *trouble, *_about_footage(here, findings)]


def _about_footage(here: Installation, so_far: list[Finding]) -> list[Finding]:
    """Only of a store that is well: a damaged one is told once."""
    if any(one.subject == "Store" and one.level is not Level.OK for one in so_far):
        return []
    findings: list[Finding] = []
    with here.reading() as store:
        findings += carefully("Sources", lambda: footage.check_sources(store))
        findings += carefully("Cameras", lambda: footage.check_cameras(store))
        findings += carefully("Recordings", lambda: footage.check_recordings(store))
        if here.key_file.exists():
            findings += carefully("Record", lambda: record.check_record(_record(here, store)))
    return findings


def _record(here: Installation, store: Store) -> AuditRepository:
    """Raises StoreError when the key file cannot be used."""
    return AuditRepository(store, SecretBox(read_keys(here.key_file)))


def _settings(here: Installation) -> tuple[Settings, list[Finding]]:
    """What is stored; the defaults, with what the environment says, where that cannot be read."""
    plain = Settings.load(dict(here.environment.overrides))
    try:
        with here.reading() as store:
            return here.settings(store), []
    except StoreError:
        return plain, []  # told by the check of the store
    except EpackError as error:
        return plain, [
            fail(
                "Settings",
                error.message,
                "Correct it in the dashboard, Settings.",
                "settings_bad",
                reason=error.message,
            )
        ]


def _line(finding: Finding, *, colour: bool) -> str:
    level = finding.level.value.upper().ljust(4)
    if colour:
        level = f"\033[{_COLOURS[finding.level]}m{level}\033[0m"
    return f"{level}  {finding.subject}: {finding.found}" + (f"\n      {finding.advice}" if finding.advice else "")
