"""Which ePACK this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from backend.config.paths import PROJECT_DIR


def program_version() -> str:
    """As installed, or as the file VERSION of this folder says."""
    try:
        return version("epack")
    except PackageNotFoundError:
        return (PROJECT_DIR / "VERSION").read_text(encoding="utf-8").strip()
