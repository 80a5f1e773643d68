"""Column types for text that SQLite's UTF-8 cannot always hold."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class PathText(TypeDecorator[str]):
    """A file path. A name that is not UTF-8 is stored as its bytes and comes back as the same string."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return os.fsencode(value)
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return os.fsdecode(value) if isinstance(value, bytes) else value


class CodeText(TypeDecorator[str]):
    """The text of a code as it was read. Lone surrogates, which UTF-8 cannot hold, become `\\udXXX` in letters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.encode("utf-8", "backslashreplace").decode("utf-8")
