"""`epack serve`, with a Google Drive of our own instead of Google's.

python server.py --drive http://127.0.0.1:PORT [options of epack serve]
"""

from __future__ import annotations

import argparse
import sys
from functools import partial

from backend.bootstrap import build
from backend.commands.serve import add_options, environment_of, serve
from backend.config.native_noise import quiet_native_libraries
from backend.sources.drive.endpoints import endpoints_at


def main() -> int:
    quiet_native_libraries()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drive", required=True)
    add_options(parser)
    args = parser.parse_args()
    return serve(environment_of(args), partial(build, google=endpoints_at(args.drive)))


if __name__ == "__main__":
    sys.exit(main())
