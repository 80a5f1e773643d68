"""Which browser the tests drive."""

from __future__ import annotations

import os
import shutil


def chromium_path() -> str | None:
    """The Chromium to launch: CHROMIUM_BIN, or the system's; None means the one the test driver brought itself."""
    for name in (os.environ.get("CHROMIUM_BIN"), "chromium", "google-chrome-stable", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None
