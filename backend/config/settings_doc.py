"""docs/settings.md, made from the table: the page cannot lie because nobody writes it."""

from __future__ import annotations

from itertools import groupby

from backend.config.setting import Setting
from backend.config.settings import TABLE

TITLES = {
    "site": "Site",
    "folders": "Folders",
    "packing": "Packing",
    "clips": "Clips",
    "scan": "Finding recordings",
    "sources": "Sources",
    "workers": "Workers",
    "retention": "How long things are kept",
    "server": "Server",
    "accounts": "Accounts",
    "mail": "Mail",
}

_HEAD = """# Settings

Generated from `backend/config/settings.py`; change the table there. Settings are changed on the Settings page or with
`PATCH /api/settings`; the store keeps only what differs from the default. Those marked * take effect at the next start.
"""


def render() -> str:
    """The whole page, ending in a newline."""
    lines = [_HEAD]
    for group, settings in groupby(TABLE.values(), key=lambda s: s.group):
        lines += [f"## {TITLES[group]}", "", "| Setting | Default | Allowed | What it does |", "|---|---|---|---|"]
        lines += [_row(setting) for setting in settings]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(setting: Setting) -> str:
    star = " *" if setting.restart else ""
    return f"| `{setting.key}`{star} | {_default(setting)} | {setting.bounds()} | {setting.help} |"


def _default(setting: Setting) -> str:
    if setting.kind == "bool":
        return "on" if setting.default else "off"
    if isinstance(setting.default, tuple):
        return ", ".join(setting.default) or "none"
    if isinstance(setting.default, str):
        return f"`{setting.default}`" if setting.default else "empty"
    return f"{setting.default:g}{' ' + setting.unit if setting.unit else ''}"
