"""`epack demo`: make footage with known truth, analyse it with the real server, print found against true."""

from __future__ import annotations

import argparse
from dataclasses import replace

import psutil

from backend.bootstrap import build
from backend.commands.serve import add_options, environment_of, serve
from backend.composition import showcase
from backend.config import logs


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "demo",
        help="make demo footage, analyse it, print found against true",
        description="A first look: two cameras, a morning of orders. Everything lies in a folder of its own "
        "(resources/demo), so your own data is not touched. Exit status 1 when an order was missed or invented.",
    )
    add_options(parser)
    parser.add_argument("--serve", action="store_true", help="afterwards run the server with the demo loaded")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    environment = environment_of(args)
    home = environment.data_dir or showcase.DEMO_DIR
    footage = home / "footage"
    footage.mkdir(parents=True, exist_ok=True)
    overrides = {**environment.overrides, "allowed_roots": [str(footage)], "run_default_on_start": False}
    environment = replace(environment, data_dir=home / "data", overrides=overrides)
    showcase.make_footage(footage, psutil.cpu_count(logical=True) or 1, _say)
    application = build(environment)
    close_logs = logs.configure(application.services.paths.logs_dir, level="warning", console=False)
    try:
        application.start()
        showcase.load(application, footage)
        showcase.analyse(application, footage, _say)
        score = showcase.compare(application, footage)
    finally:
        application.stop()
        close_logs()
    print(showcase.report(score), flush=True)
    if args.serve:
        return serve(environment)
    return 1 if score.missed or score.invented or score.codes_wrong else 0


def _say(line: str) -> None:
    print(line, flush=True)
