"""The commands in scripts/: they parse, they run from anywhere, and they say what they are for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.meta.tree import ROOT

SCRIPTS = sorted(path for path in (ROOT / "scripts").iterdir() if path.is_file())
BASH_SCRIPTS = [path for path in SCRIPTS if path.read_text("utf-8").startswith("#!/usr/bin/env bash")]
SETUP = ROOT / "scripts" / "lib" / "setup.sh"


def bash(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of bash that has the set-up library loaded."""
    return subprocess.run(
        ["bash", "-c", f'set -euo pipefail; source "{SETUP}"; {code}'],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_can_be_executed(path: Path) -> None:
    assert os.access(path, os.X_OK), f"chmod +x scripts/{path.name}"
    assert path.read_text("utf-8").startswith("#!/usr/bin/env "), "the first line must find the interpreter anywhere"


@pytest.mark.parametrize("path", [*BASH_SCRIPTS, SETUP, ROOT / ".ci" / "run"], ids=lambda p: p.name)
def test_bash_scripts_parse(path: Path) -> None:
    done = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", BASH_SCRIPTS, ids=lambda p: p.name)
def test_bash_scripts_stop_at_unset_names(path: Path) -> None:
    assert "set -euo pipefail" in path.read_text("utf-8") or "set -uo pipefail" in path.read_text("utf-8")


def test_ci_runs_the_same_tests() -> None:
    assert "scripts/test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_an_unfit_python_is_refused_with_a_remedy(tmp_path: Path) -> None:
    fake = tmp_path / "python3"
    fake.write_text("#!/bin/sh\necho 'Python 3.9.0'\nexit 1\n", "utf-8")
    fake.chmod(0o755)
    for name in ("bash", "dirname", "id", "uname", "cut", "cat"):
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    done = bash("find_python >/dev/null || no_python", PATH=str(tmp_path), BASE_PYTHON="")
    assert done.returncode == 1
    assert "needs 64-bit Python 3.11 or 3.12" in done.stderr
    assert "python3-venv" in done.stderr


def test_a_lock_left_by_a_dead_set_up_is_taken_over(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    lock = tmp_path / ".setup.lock"
    lock.mkdir()
    (lock / "pid").write_text(str(ended.pid), "utf-8")
    done = bash(f'ROOT="{tmp_path}"; take_setup_lock; cat "$ROOT/.setup.lock/pid"; release_setup_lock')
    assert done.returncode == 0
    assert done.stdout.strip() != str(ended.pid)
    assert not lock.exists()


def test_a_folder_that_cannot_be_written_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    done = bash(f'ROOT="{tmp_path}/file"; take_setup_lock; echo went on')
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Nothing can be set up in {tmp_path}/file: Not a directory." in done.stderr
    assert "Another set-up" not in done.stderr


@pytest.mark.parametrize("made", ["nothing", "no pip", "no pyvenv.cfg"])
def test_an_environment_that_was_broken_off_is_made_anew(tmp_path: Path, made: str) -> None:
    place = tmp_path / "a folder"
    (place / ".venv" / "bin").mkdir(parents=True)
    (place / "requirements.txt").write_text("one==1\n", "utf-8")
    python = place / ".venv" / "bin" / "python"
    if made == "no pip":
        (place / ".venv" / "pyvenv.cfg").write_text("home = /nowhere\n", "utf-8")
        python.write_text('#!/bin/sh\ncase "$2" in *pip*) exit 1;; esac\n', "utf-8")
        python.chmod(0o755)
    elif made == "no pyvenv.cfg":
        python.symlink_to(sys.executable)
    names = f'ROOT="{place}"; VENV="$ROOT/.venv"; PYTHON="$VENV/bin/python"'
    done = bash(f"{names}; make_venv() {{ echo makes; }}; install_python() {{ echo installs; }}; ensure_python run")
    assert (done.returncode, done.stdout) == (0, "makes\ninstalls\n"), done.stderr


def test_a_full_disk_is_not_taken_for_a_broken_network(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("one==1\n", "utf-8")
    names = f'ROOT="{tmp_path}"; VENV="$ROOT/.venv"; PYTHON="$VENV/bin/python"'
    small = 'df() { printf "%s\\n" head "x 9 9 20480 9 /"; }'
    done = bash(f"{names}; {small}; install_python() {{ echo installs; }}; make_venv() {{ :; }}; ensure_python run")
    assert (done.returncode, done.stdout) == (1, "")
    assert "has 20 MB free; the Python packages need about 1500 MB" in done.stderr


def test_the_dashboard_stamp_follows_names_and_contents(tmp_path: Path) -> None:
    folder = tmp_path / "with space"
    (folder / "node_modules").mkdir(parents=True)
    (folder / "page.tsx").write_text("one", "utf-8")

    def stamp() -> str:
        return bash(f'FRONTEND="{folder}"; dashboard_sources_hash').stdout.strip()

    first = stamp()
    (folder / "node_modules" / "ignored.js").write_text("x", "utf-8")
    (folder / "page.test.tsx").write_text("x", "utf-8")
    assert stamp() == first
    (folder / "page.tsx").write_text("two", "utf-8")
    second = stamp()
    (folder / "page.tsx").rename(folder / "other.tsx")
    assert len({first, second, stamp()}) == 3


def test_without_root_the_missing_packages_are_named_and_nothing_is_installed() -> None:
    done = bash('root_prefix() { return 1; }; have() { return 0; }; apt_install "a test" some-package || echo refused')
    assert done.stdout.strip() == "refused"
    assert "apt-get install some-package" in done.stderr


def test_start_goes_on_without_zbar() -> None:
    done = bash("library_present() { return 1; }; apt_install() { return 1; }; ensure_zbar; echo went on")
    assert done.stdout.strip() == "went on"
    assert "Going on without zbar" in done.stderr


@pytest.fixture
def set_up(tmp_path: Path) -> Callable[[str], str]:
    """Runs a piece of bash in a project of its own, in which installing only says what it would install."""
    (tmp_path / ".venv").mkdir()
    for name in ("requirements", "requirements-dev"):
        (tmp_path / f"{name}.txt").write_text(f"{name}==1\n", "utf-8")
    (tmp_path / ".venv" / "pyvenv.cfg").touch()
    names = f'ROOT="{tmp_path}"; VENV="$ROOT/.venv"; PYTHON="{sys.executable}"'

    def run(code: str) -> str:
        done = bash(f'{names}; install_python() {{ echo "installs $(cat "$1")"; }}; {code}')
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_packages_are_installed_once(set_up: Callable[[str], str]) -> None:
    assert set_up("ensure_python run") == "installs requirements==1\n"
    assert set_up("ensure_python run") == ""


def test_the_lock_of_the_tests_covers_the_plain_one(set_up: Callable[[str], str]) -> None:
    assert set_up("ensure_python dev") == "installs requirements-dev==1\n"
    assert set_up("ensure_python run; ensure_python dev") == ""


def test_a_changed_lock_is_installed(set_up: Callable[[str], str], tmp_path: Path) -> None:
    set_up("ensure_python run")
    (tmp_path / "requirements.txt").write_text("requirements==2\n", "utf-8")
    assert set_up("ensure_python run") == "installs requirements==2\n"


def test_the_command_line_runs_from_any_folder(tmp_path: Path) -> None:
    """Even from one that holds a package of the same name."""
    (tmp_path / "backend").mkdir()
    (tmp_path / "backend" / "__init__.py").write_text("raise SystemExit('the wrong package')", "utf-8")
    done = subprocess.run(
        [ROOT / "scripts" / "epack", "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout
