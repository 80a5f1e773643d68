"""Logging: JSON lines into files that turn over by size, plain lines for people; secrets never reach either."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

FILE_NAME = "epack.log"
MAX_BYTES = 10 * 1024 * 1024
KEPT_FILES = 10
HIDDEN = "[hidden]"
SECRET_WORDS = ("password", "passwd", "token", "secret", "authorization", "cookie", "api_key", "apikey", "private_key")
# Chatty libraries: their INFO tells nothing about the shop's recordings.
_QUIET = ("waitress", "alembic", "sqlalchemy", "PIL", "libav", "urllib3", "apscheduler")
_ROOT_ATTRIBUTE = "_epack"


def configure(
    logs_dir: Path | None,
    *,
    level: str = "info",
    console: bool = True,
    retention_days: int = 0,
    max_bytes: int = MAX_BYTES,
    kept_files: int = KEPT_FILES,
) -> Callable[[], None]:
    """Send the log of the whole process to `logs_dir`/epack.log (None: no file) and, with `console`, to stderr.

    Older handlers of ours are replaced. Files older than `retention_days` days are deleted (0: none). The returned
    function takes the handlers off again and closes the file.
    """
    handlers: list[logging.Handler] = []
    if logs_dir is not None:
        logs_dir.mkdir(parents=True, exist_ok=True)
        _delete_old(logs_dir, retention_days)
        to_file = logging.handlers.RotatingFileHandler(
            logs_dir / FILE_NAME,
            maxBytes=max_bytes,
            backupCount=kept_files,
            encoding="utf-8",
            errors="backslashreplace",
        )
        to_file.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False, default=str)))
        handlers.append(to_file)
    if console:
        to_console = logging.StreamHandler(sys.stderr)
        to_console.setFormatter(_formatter(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())))
        handlers.append(to_console)
    _close_ours()
    root = logging.getLogger()
    root.setLevel(level.upper())
    for handler in handlers:
        setattr(handler, _ROOT_ATTRIBUTE, True)
        root.addHandler(handler)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return _close_ours


@contextmanager
def log_context(**values: object) -> Iterator[None]:
    """Every log line written inside carries `values`, e.g. `request_id`, `recording_id`. Per thread."""
    with structlog.contextvars.bound_contextvars(**values):
        yield


def hide_secrets(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: values whose key names a secret are replaced, at any depth."""
    for key in list(event):
        event[key] = HIDDEN if _is_secret(key) else _without_secrets(event[key])
    return event


def _formatter(renderer: Any) -> logging.Formatter:
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.CallsiteParameterAdder({structlog.processors.CallsiteParameter.THREAD_NAME}),
        hide_secrets,
    ]
    after: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if isinstance(renderer, structlog.processors.JSONRenderer):
        after.append(structlog.processors.format_exc_info)
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[*after, renderer])


def _is_secret(key: object) -> bool:
    return isinstance(key, str) and any(word in key.lower() for word in SECRET_WORDS)


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: HIDDEN if _is_secret(k) else _without_secrets(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value


def _delete_old(logs_dir: Path, retention_days: int) -> None:
    if retention_days <= 0:
        return
    before_s = time.time() - retention_days * 86_400
    for file in logs_dir.glob(f"{FILE_NAME}.*"):
        try:
            if file.stat().st_mtime < before_s:
                file.unlink()
        except OSError:
            continue  # somebody else took it away or keeps it open: the next start tries again


def _close_ours() -> None:
    root = logging.getLogger()
    for handler in [h for h in root.handlers if getattr(h, _ROOT_ATTRIBUTE, False)]:
        root.removeHandler(handler)
        handler.close()
