"""Licences that this desk has issued, and the machines they are in use on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from backend.domain.errors import Conflict, NotFound
from backend.domain.licence import Licence, fits
from database.engine import Store
from database.tables import license_activations, licenses


class LicenceRepository:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, licence: Licence) -> None:
        with self._store.write() as connection:
            connection.execute(insert(licenses).values(licence_row(licence)))

    def get(self, id_or_key: str) -> tuple[Licence, bool]:
        """The licence as it was issued, for no machine yet, and whether it was taken back. Raises NotFound."""
        with self._store.read() as connection:
            row = connection.execute(_of(id_or_key)).one_or_none()
        if row is None:
            raise NotFound("There is no licence with this key. Check its letters.", code="no_such_licence")
        return _licence(row), row.status == "revoked"

    def revoke(self, id_or_key: str, *, now_ms: int) -> None:
        """Raises NotFound."""
        licence, _ = self.get(id_or_key)
        with self._store.write() as connection:
            connection.execute(
                update(licenses).where(licenses.c.id == licence.id).values(status="revoked", revoked_ms=now_ms)
            )

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

    def _set(self, licence_id: str, machine: tuple[str, ...], values: Mapping[str, Any]) -> bool:
        with self._store.write() as connection:
            same = next((r.id for r in _active(connection, licence_id) if fits(tuple(r.machine), machine)), None)
            if same is None:
                return False
            connection.execute(update(license_activations).where(license_activations.c.id == same).values(values))
            return True


def licence_row(licence: Licence) -> dict[str, Any]:
    return {
        "id": licence.id,
        "license_key": licence.key,
        "customer": licence.customer,
        "customer_email": licence.email,
        "product_type": licence.product,
        "features": list(licence.features),
        "cameras": licence.cameras,
        "created_ms": licence.issued_ms,
        "expires_ms": licence.expires_ms,
        "max_activations": licence.activations,
    }


def _of(id_or_key: str) -> Any:
    return select(licenses).where((licenses.c.id == id_or_key) | (licenses.c.license_key == id_or_key))


def _active(connection: Connection, licence_id: str) -> list[Row[Any]]:
    wanted = select(license_activations).where(
        license_activations.c.license_id == licence_id, license_activations.c.status == "active"
    )
    return list(connection.execute(wanted))


def _licence(row: Row[Any]) -> Licence:
    return Licence(
        row.id, row.license_key, row.product_type, row.customer, row.created_ms, row.expires_ms, row.customer_email,
        tuple(row.features), row.cameras, (), row.max_activations,
    )  # fmt: skip
