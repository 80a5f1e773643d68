"""`python -m backend.demo`: what `scripts/make_demo` runs."""

from __future__ import annotations

import sys

from backend.demo.cli import main

if __name__ == "__main__":
    sys.exit(main())
