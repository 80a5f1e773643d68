"""`epack serve`: the server. Runs until it is told to stop; SIGTERM and Ctrl-C stop it within seconds."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, Protocol

from backend.accounts.desk import Accounts
from backend.accounts.opening import check_opening
from backend.accounts.people import LIFETIME_MS, SETUP
from backend.api.account_views import join_address
from backend.api.bodies import largest_bodies
from backend.app import create_app
from backend.bootstrap import build
from backend.commands.http_server import http_server
from backend.commands.tls_server import tls_server
from backend.composition.application import Application
from backend.config import logs
from backend.config.certificate import Certificate, server_certificate
from backend.config.env import Environment, read_environment
from backend.config.paths import Paths
from backend.config.settings import Settings
from backend.domain.errors import EpackError

log = logging.getLogger(__name__)

# Push streams, range requests and live pictures hold a thread each.
_THREADS = 64


class Server(Protocol):
    """Whatever serves: waitress, or cheroot under TLS."""

    def run(self) -> None:
        """Serve until SystemExit or KeyboardInterrupt."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("serve", help="run the server", description="Run the server with its dashboard.")
    add_options(parser)
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: the setting, 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: the setting, 8080)")
    parser.add_argument("--data-dir", type=Path, help="folder everything is written to (default: resources/)")


def environment_of(args: argparse.Namespace) -> Environment:
    """The environment with the command line's options over it."""
    environment = read_environment()
    overrides = dict(environment.overrides)
    for key in ("host", "port"):
        if getattr(args, key, None) is not None:
            overrides[key] = getattr(args, key)
    data_dir = getattr(args, "data_dir", None) or environment.data_dir
    return replace(environment, overrides=overrides, data_dir=data_dir.absolute() if data_dir else None)


def run(args: argparse.Namespace) -> int:
    return serve(environment_of(args))


def serve(environment: Environment, built: Callable[[Environment], Application] = build) -> int:
    """Serve until told to stop. Raises StoreError, InvalidInput; Conflict-like port trouble as EpackError."""
    application = built(environment)
    ours = application.services
    settings = ours.settings.current()
    close_logs = logs.configure(
        ours.paths.logs_dir, level=settings.log_level, retention_days=settings.retention_logs_days
    )
    signal.signal(signal.SIGTERM, _leave)
    try:
        warning = check_opening(settings, ours.accounts.users.all())
        certificate = _certificate(ours.paths, settings) if settings.tls else None
        server = _bound(application, settings, certificate)
        application.start()
        address = f"{'https' if certificate else 'http'}://{_shown(settings.host)}:{settings.port}"
        print(f"ePACK {ours.version} is running: {address}", flush=True)
        if certificate is not None:
            kind = "self-made" if certificate.self_made else "given"
            print(
                f"Certificate ({kind}, until {certificate.ends:%Y-%m-%d}): SHA-256 {certificate.fingerprint}",
                flush=True,
            )
        if warning:
            print(warning, flush=True)
            log.warning("the server is open to the network without TLS")
        ours.accounts.local_key.renew()
        _tell_setup(ours.accounts, address)
        server.run()
    except (KeyboardInterrupt, SystemExit):
        log.info("stopping")
    finally:
        ours.accounts.local_key.forget()
        # A second signal while stopping must not leave half of it done.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if not application.stop():
            log.warning("some threads did not end in time; what they had in hand will be done again")
        close_logs()
    if ours.restart.asked:
        # The same command in a new process image: nothing of the old one is left, and the process keeps its number.
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    return 0


def _tell_setup(desk: Accounts, address: str) -> None:
    """Where the first administrator is made: on the console only, never in a log."""
    issued = desk.people.renew_setup()
    if issued is not None:
        print(
            f"There is no administrator yet. Make one here, within {LIFETIME_MS[SETUP] // 3_600_000} hours:\n"
            f"  {address}{join_address(issued.token)}",
            flush=True,
        )


def _certificate(paths: Paths, settings: Settings) -> Certificate:
    return server_certificate(
        settings.tls_certificate, settings.tls_key, paths.own_certificate, map(str.lower, settings.allowed_hosts)
    )


def _bound(application: Application, settings: Settings, certificate: Certificate | None) -> Server:
    host, port = settings.host, settings.port
    app = create_app(application.services)
    largest, leaving = largest_bodies(app), application.stop_signal.set
    try:
        if certificate is not None:
            return tls_server(app, host, port, certificate, threads=_THREADS, largest_body=largest, leaving=leaving)
        return http_server(app, host, port, threads=_THREADS, largest_body=largest, leaving=leaving)
    except OSError as error:
        raise EpackError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Is another server running? Choose another with "
            "--port.",
            code="port_in_use",
        ) from error


def _leave(_number: int, _frame: object) -> NoReturn:
    # waitress ends its loop on SystemExit; without a handler SIGTERM would end the process with the work half done.
    sys.exit(0)


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host
