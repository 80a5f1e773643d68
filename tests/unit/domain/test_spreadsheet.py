"""What stands in a table that is handed out is never run by the program that opens it."""

from __future__ import annotations

import pytest

from backend.domain.spreadsheet import safe_cell


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        (" \t@SUM(A1)", "'  @SUM(A1)"),
        ("\uff1dcmd|' /C calc'!A0", "'\uff1dcmd|' /C calc'!A0"),
        ("SPX1;=cmd|' /C calc'!A0", "SPX1;'=cmd|' /C calc'!A0"),
        ("SPX1; -1;+2", "SPX1;' -1;'+2"),
        ("SPX-1=2;x", "SPX-1=2;x"),
        ("a\r\n=1", "a  =1"),
    ],
)
def test_no_cell_begins_a_formula(text: str, kept: str) -> None:
    assert safe_cell(text) == kept
