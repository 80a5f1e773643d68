from __future__ import annotations

import hashlib
import io

import pytest

from backend.backups.backup_set import Manifest, copy_counted
from backend.domain.errors import InvalidInput

WHOLE = Manifest("1.0", "0001", 5, {"epack.db": {"size_bytes": 3, "sha256": "ab"}})


def test_a_manifest_comes_back_as_it_was() -> None:
    assert Manifest.parse(WHOLE.as_json().encode()) == WHOLE


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b"null", b"\xff", b'{"format": 1}', b'{"format": 1, "files": [1]}', b"[" * 900]
)
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(InvalidInput, match="damaged"):
        Manifest.parse(text)


def test_another_format_is_refused_by_its_number() -> None:
    with pytest.raises(InvalidInput, match="format 2"):
        Manifest.parse(WHOLE.as_json().replace('"format": 1', '"format": 2').encode())


@pytest.mark.parametrize(("name", "size", "sha"), [("other", 3, "ab"), ("epack.db", 4, "ab"), ("epack.db", 3, "ac")])
def test_another_file_is_refused(name: str, size: int, sha: str) -> None:
    WHOLE.check("epack.db", 3, "ab")
    with pytest.raises(InvalidInput):
        WHOLE.check(name, size, sha)


def test_no_more_is_copied_than_one_byte_over() -> None:
    target = io.BytesIO()
    assert copy_counted(io.BytesIO(b"x" * 100), target, 10) == (11, hashlib.sha256(b"x" * 11).hexdigest())
    assert target.getvalue() == b"x" * 11
    assert copy_counted(io.BytesIO(b"abc"), io.BytesIO(), 3) == (3, hashlib.sha256(b"abc").hexdigest())
