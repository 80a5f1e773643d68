"""The server's certificate: made once, renewed in time, a given one checked before anything starts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.config import certificate as module
from backend.config.certificate import names_of, own_names, read_certificate, server_certificate
from backend.domain.errors import InvalidInput
from tests.support.certificates import self_signed


def test_made_once_for_all_names_of_this_machine(tmp_path: Path) -> None:
    own = tmp_path / "tls.pem"
    made = server_certificate("", "", own, ["epack.shop.lan"])
    assert made.self_made
    assert own.stat().st_mode & 0o777 == 0o600
    found = read_certificate(own)
    assert found is not None
    assert own_names() | {"epack.shop.lan"} <= names_of(found)
    assert timedelta(days=390) < made.ends - datetime.now(UTC) < timedelta(days=398)
    assert server_certificate("", "", own, ["epack.shop.lan"]) == made


def test_renewed_for_a_new_name_before_its_end_and_when_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "tls.pem"
    first = server_certificate("", "", own, ())
    second = server_certificate("", "", own, ["new.lan"])
    assert second.fingerprint != first.fingerprint
    monkeypatch.setattr(module, "_RENEW_DAYS", 400)
    third = server_certificate("", "", own, ["new.lan"])
    assert third.fingerprint != second.fingerprint
    monkeypatch.undo()
    own.write_bytes(own.read_bytes()[:100])
    assert server_certificate("", "", own, ["new.lan"]).fingerprint != third.fingerprint
    assert [path.name for path in tmp_path.iterdir()] == ["tls.pem"]


def test_a_given_one(tmp_path: Path) -> None:
    given, key, digest = self_signed(tmp_path)
    used = server_certificate(str(given), str(key), tmp_path / "tls.pem", ())
    assert not used.self_made
    assert used.fingerprint.replace(":", "").lower() == digest
    assert not (tmp_path / "tls.pem").exists()


def test_a_given_one_that_cannot_be_used(tmp_path: Path) -> None:
    given, key, _ = self_signed(tmp_path, "one")
    _, other_key, _ = self_signed(tmp_path, "two")
    (tmp_path / "text.pem").write_text("no certificate")
    for certificate, private, named in (
        (given, "", "tls_key"),
        ("", key, "tls_certificate"),
        (tmp_path / "text.pem", key, "text.pem"),
        (tmp_path / "none.pem", key, "none.pem"),
        (given, other_key, "two.key"),
        (given, tmp_path / "none.key", "none.key"),
    ):
        with pytest.raises(InvalidInput) as refused:
            server_certificate(str(certificate), str(private), tmp_path / "tls.pem", ())
        assert named in refused.value.message
        assert refused.value.code == "certificate_unusable"
