"""The lock is complete, conflict-free and made from the short files that people edit."""

from __future__ import annotations

import importlib.metadata
import re
import sys

from tests.meta.tree import CODE, ROOT, code_files, imports_of, relative

PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;]+)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    """{distribution: version} of a lock file."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {normal(m[1]): m[2] for line in lines if (m := PIN.match(line))}


def asked_for(file: str) -> set[str]:
    """The distributions that a .in file names, without those of the files it includes."""
    names = set()
    for line in (ROOT / file).read_text("utf-8").splitlines():
        bare = line.split("#")[0].strip()
        if bare and not bare.startswith("-"):
            names.add(normal(re.split(r"[\[<>=!~ ;]", bare)[0]))
    return names


def excluded() -> set[str]:
    return asked_for("scripts/lock.d/excludes.txt")


def overridden() -> set[str]:
    return asked_for("scripts/lock.d/overrides.txt")


def test_locks_hold_everything_asked_for() -> None:
    assert asked_for("requirements.in") <= set(pins("requirements.txt"))
    assert asked_for("requirements-dev.in") <= set(pins("requirements-dev.txt"))


def test_every_line_of_the_lock_is_a_pin() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        loose = [
            line
            for line in (ROOT / file).read_text("utf-8").splitlines()
            if line.strip() and not line.lstrip().startswith("#") and not PIN.match(line)
        ]
        assert not loose, f"{file} has lines that are no exact pin: {loose}"


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    plain, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: dev.get(name) for name in plain} == plain, "run scripts/lock: the two locks differ"


def test_one_opencv_only() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        assert [name for name in pins(file) if name.startswith("opencv")] == ["opencv-python-headless"]
    installed = {normal(d.metadata["Name"]) for d in importlib.metadata.distributions()}
    assert [name for name in sorted(installed) if name.startswith("opencv")] == ["opencv-python-headless"]


def test_nothing_excluded_slipped_in() -> None:
    assert excluded()
    assert not excluded() & set(pins("requirements-dev.txt"))


def test_the_lock_satisfies_what_its_packages_declare() -> None:
    """Every declared dependency is in the lock in a version that is asked for, except those left out on purpose."""
    from packaging.requirements import Requirement

    lock, wrong = pins("requirements.txt"), []
    for name in lock:
        try:
            declared = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another platform
        for text in declared:
            need = Requirement(text)
            if need.marker is not None and not need.marker.evaluate({"extra": ""}):
                continue
            version = lock.get(normal(need.name))
            if normal(need.name) in excluded() | overridden() or (
                version and need.specifier.contains(version, prereleases=True)
            ):
                continue
            wrong.append(f"{name} needs {text}, the lock has {version}")
    assert not wrong, wrong


def test_every_import_of_the_program_is_in_the_lock() -> None:
    owners = importlib.metadata.packages_distributions()
    lock, wrong = pins("requirements.txt"), set()
    for path in code_files():
        for one in imports_of(path):
            if one.top in sys.stdlib_module_names or one.top in CODE:
                continue
            if not any(normal(owner) in lock for owner in owners.get(one.top, [])):
                wrong.add(f"{relative(path)}:{one.line} imports {one.module}")
    assert not wrong, f"Imports that requirements.txt does not bring: {sorted(wrong)}"


def test_the_installed_versions_are_the_locked_ones() -> None:
    different = {}
    for name, version in pins("requirements.txt").items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if installed != version:
            different[name] = (version, installed)
    assert not different, f"locked, installed: {different}; run scripts/start --setup-only"
