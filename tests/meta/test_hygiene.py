"""What must not be in the repository: addresses of package registries, paths of one machine, large files, secrets."""

from __future__ import annotations

import re

import pytest

from tests.meta.tree import relative, tracked_files, tracked_text_files

# Written in two halves so that this file does not find itself.
REGISTRY_HOSTS = [
    a + b
    for a, b in (
        ("py", "pi.org"), ("python", "hosted.org"), ("registry.", "npmjs.org"), ("registry.yarn", "pkg.com"),
        ("npmmirror", ".com"), ("crates", ".io"), ("proxy.", "golang.org"),
        ("deb.", "debian.org"), ("archive.", "ubuntu.com"),
    )
]  # fmt: skip
MACHINE_PATHS = re.compile("(?<![\\w./-])(?:/" + "work/|/" + "root/|/" + "tmp/epack)")
LARGEST_FILE_BYTES = 1_000_000


def test_no_registry_hosts() -> None:
    found = [f"{path}: {host}" for path, text in tracked_text_files() for host in REGISTRY_HOSTS if host in text]
    assert not found, f"Files that name a package registry's host: {found}"


def test_no_paths_of_one_machine() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in tracked_text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert not found, "Absolute paths of one machine:\n" + "\n".join(found)


@pytest.mark.parametrize("line", ["see /" + "work/x", "'/" + "root/.config'", "(/" + "tmp/epack/clone)"])
def test_the_path_pattern_finds_what_it_should(line: str) -> None:
    assert MACHINE_PATHS.search(line)


@pytest.mark.parametrize("line", ["frame/work/plan", "./work/x", "/workspace", "https://example.org/root/"])
def test_the_path_pattern_leaves_the_rest(line: str) -> None:
    assert not MACHINE_PATHS.search(line)


def test_no_large_files() -> None:
    large = {
        relative(path): path.stat().st_size for path in tracked_files() if path.stat().st_size > LARGEST_FILE_BYTES
    }
    assert not large, (
        f"Files over {LARGEST_FILE_BYTES} bytes belong outside the repository or are made by a script: {large}"
    )


def test_no_private_keys() -> None:
    marker = "-----BEGIN " + "PRIVATE KEY"
    assert not [path for path, text in tracked_text_files() if marker in text]
