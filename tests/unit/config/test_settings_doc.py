from __future__ import annotations

from backend.config.settings import TABLE
from backend.config.settings_doc import TITLES, render


def test_every_setting_has_one_row_with_its_help_and_bounds() -> None:
    page = render()
    for setting in TABLE.values():
        rows = [line for line in page.splitlines() if line.startswith(f"| `{setting.key}`")]
        assert len(rows) == 1, setting.key
        assert setting.help in rows[0]
        assert setting.bounds() in rows[0]


def test_every_group_has_one_heading() -> None:
    page = render()
    for title in TITLES.values():
        assert page.count(f"## {title}\n") == 1
    assert {setting.group for setting in TABLE.values()} == set(TITLES)


def test_rows_have_four_cells() -> None:
    for line in render().splitlines():
        if line.startswith("| "):
            assert line.count(" | ") == 3, line
