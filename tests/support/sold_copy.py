"""A copy of the program as a vendor ships it: the same files, with the vendor's public key among them.

The program finds that key by the place of its own files, and by nothing else: there is no setting, variable or option
that names another one, so that a test needs a copy too, and nobody who cannot write to the program's files can put
another vendor in place of the one it was sold by.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.vendor import public_pem

ROOT = Path(__file__).resolve().parents[2]


def sold_copy(folder: Path) -> Path:
    """Below `folder`, with the dashboard that is built here; returns the root of the copy."""
    root = folder / "program"
    for name in ("backend", "database"):
        # With the compiled files, which stay valid as long as the times do.
        shutil.copytree(ROOT / name, root / name)
    for name in ("VERSION", "requirements.in", "requirements.txt"):
        shutil.copy2(ROOT / name, root / name)
    (root / "frontend").mkdir()
    (root / "frontend" / "out").symlink_to(ROOT / "frontend" / "out")
    (root / "resources").mkdir()
    (root / "resources" / "vendor.pem").write_bytes(public_pem())
    return root
