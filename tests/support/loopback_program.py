"""`epack serve` on a machine whose only network is its loopback, so that a search for devices goes out there.

python loopback_program.py [options of epack serve]
"""

from __future__ import annotations

import argparse
import sys

from backend.commands.serve import add_options, environment_of, serve
from backend.composition import remote_sources


def main() -> int:
    remote_sources.local_addresses = lambda: ["127.0.0.1"]
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    return serve(environment_of(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
