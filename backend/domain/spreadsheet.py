"""How texts and times stand in the CSV files that are handed out. PURE."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

BYTE_ORDER_MARK = "\ufeff"
"""First in the file, so that Excel shows Vietnamese."""


_FORMULA = re.compile(r"(\A|;)(\s*)([=+\-@\uff1d\uff0b\uff0d\uff20])")
"""How a formula begins, also in full-width letters. Where the comma is for decimals, as in Vietnam, spreadsheets begin
another cell after each semicolon, within quotes or not."""


def safe_cell(text: str) -> str:
    """A code is what anybody printed on a label: a spreadsheet must not run it as a formula."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return _FORMULA.sub(r"\1'\2\3", shown)


def local_time(epoch_ms: int, timezone: str) -> str:
    """`2026-11-21 14:03:22.100+07:00`: the camera's clock to the millisecond, with its distance to UTC."""
    local = (_EPOCH + timedelta(milliseconds=epoch_ms)).astimezone(ZoneInfo(timezone))
    return local.isoformat(sep=" ", timespec="milliseconds")


def seconds(duration_ms: int) -> str:
    """`61.250`"""
    return f"{duration_ms / 1000:.3f}"
