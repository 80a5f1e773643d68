"""What all tables share: one MetaData with named constraints, and short ways to say a column."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


def one_of(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def need(name: str, kind: Any, default: str | None = None, comment: str | None = None) -> Column[Any]:
    """A NOT NULL column, with a default written as SQL."""
    return Column(
        name, kind, nullable=False, server_default=None if default is None else text(default), comment=comment
    )


def id_column() -> Column[Any]:
    return Column("id", Integer, primary_key=True)
