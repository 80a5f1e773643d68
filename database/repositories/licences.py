"""Licences that this desk has issued, and the machines they are used on. Their keys are sealed and found by a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from backend.config.secret_box import SecretBox
from backend.domain.errors import Conflict, NotFound
from backend.domain.licence import Licence, fits
from database.engine import Store
from database.tables import license_activations, licenses


class LicenceRepository:
    def __init__(self, store: Store, box: SecretBox) -> None:
        self._store = store
        self._box = box

    def add(self, licence: Licence) -> None:
        with self._store.write() as connection:
            connection.execute(insert(licenses).values(licence_row(licence, self._box)))

    def get(self, id_or_key: str) -> tuple[Licence, bool]:
        """The licence as it was issued, for no machine yet, and whether it was taken back. Raises NotFound."""
        row = self._row(id_or_key)
        return _licence(row, str(self._box.open(row.key_sealed)["key"])), row.status == "revoked"

    def is_revoked(self, id_or_key: str) -> bool:
        """Raises NotFound."""
        return bool(self._row(id_or_key).status == "revoked")

    def revoke(self, id_or_key: str, *, now_ms: int) -> str:
        """Returns its id. Raises NotFound."""
        row = self._row(id_or_key)
        with self._store.write() as connection:
            connection.execute(
                update(licenses).where(licenses.c.id == row.id).values(status="revoked", revoked_ms=now_ms)
            )
        return str(row.id)

    def reseal_all(self) -> int:
        """Bring every key under the newest key of the key file, in one transaction; how many. Raises StoreError."""
        with self._store.write() as connection:
            rows = connection.execute(select(licenses.c.id, licenses.c.key_sealed)).all()
            for row in rows:
                connection.execute(
                    update(licenses).where(licenses.c.id == row.id).values(key_sealed=self._box.reseal(row.key_sealed))
                )
        return len(rows)

    def activate(self, licence: Licence, machine: tuple[str, ...], device: Mapping[str, Any], *, now_ms: int) -> None:
        """Use the licence on this machine; on one where it is in use already nothing changes but the marks.

        Raises Conflict when it is in use on as many machines as it may be.
        """
        with self._store.write() as connection:
            used = _active(connection, licence.id)
            same = next((row.id for row in used if fits(tuple(row.machine), machine)), None)
            if same is None and len(used) >= licence.activations:
                raise Conflict(
                    "This licence is in use on as many machines as it may be. Take it off one, or ask the vendor.",
                    code="licence_in_use",
                    details={"activations": licence.activations},
                )
            values = {"machine": list(machine), "device_info": dict(device), "heartbeat_ms": now_ms}
            if same is not None:
                connection.execute(update(license_activations).where(license_activations.c.id == same).values(values))
            else:
                connection.execute(
                    insert(license_activations).values(license_id=licence.id, activated_ms=now_ms, **values)
                )

    def beat(self, licence_id: str, machine: tuple[str, ...], *, now_ms: int) -> bool:
        """A sign of life; False when the licence is not in use on this machine."""
        return self._set(licence_id, machine, {"heartbeat_ms": now_ms})

    def deactivate(self, licence_id: str, machine: tuple[str, ...], *, now_ms: int) -> bool:
        """The licence is not used on this machine any more, and may be on another one."""
        return self._set(licence_id, machine, {"status": "inactive", "heartbeat_ms": now_ms})

    def _row(self, id_or_key: str) -> Row[Any]:
        wanted = select(licenses).where((licenses.c.id == id_or_key) | (licenses.c.key_sha256 == key_hash(id_or_key)))
        with self._store.read() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFound("There is no licence with this key. Check its letters.", code="no_such_licence")
        return row

    def _set(self, licence_id: str, machine: tuple[str, ...], values: Mapping[str, Any]) -> bool:
        with self._store.write() as connection:
            same = next((r.id for r in _active(connection, licence_id) if fits(tuple(r.machine), machine)), None)
            if same is None:
                return False
            connection.execute(update(license_activations).where(license_activations.c.id == same).values(values))
            return True


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def licence_row(licence: Licence, box: SecretBox) -> dict[str, Any]:
    return {
        "id": licence.id,
        "key_sha256": key_hash(licence.key),
        "key_sealed": box.seal({"key": licence.key}),
        "customer": licence.customer,
        "customer_email": licence.email,
        "product_type": licence.product,
        "features": list(licence.features),
        "cameras": licence.cameras,
        "created_ms": licence.issued_ms,
        "expires_ms": licence.expires_ms,
        "max_activations": licence.activations,
    }


def _active(connection: Connection, licence_id: str) -> list[Row[Any]]:
    wanted = select(license_activations).where(
        license_activations.c.license_id == licence_id, license_activations.c.status == "active"
    )
    return list(connection.execute(wanted))


def _licence(row: Row[Any], key: str) -> Licence:
    return Licence(
        row.id, key, row.product_type, row.customer, row.created_ms, row.expires_ms, row.customer_email,
        tuple(row.features), row.cameras, (), row.max_activations,
    )  # fmt: skip
