"""Environment variables: the only file that reads them. They go before what is stored, for containers and tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.errors import InvalidInput

# Variable → setting it overrides. EPACK_DATA_DIR says where the settings are, so it cannot be one.
OVERRIDES = {
    "EPACK_HOST": "host",
    "EPACK_PORT": "port",
    "EPACK_TLS": "tls",
    "EPACK_TLS_CERTIFICATE": "tls_certificate",
    "EPACK_TLS_KEY": "tls_key",
    "EPACK_ALLOWED_ROOTS": "allowed_roots",
    "EPACK_INPUT_ROOT": "input_root",
    "EPACK_LOG_LEVEL": "log_level",
}


_YES_NO = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Environment:
    data_dir: Path | None = None
    """EPACK_DATA_DIR: the one folder everything is written to, unless a setting says otherwise."""
    overrides: Mapping[str, object] = field(default_factory=dict)
    """Setting key → value as text, number or list; still to be checked by Settings."""


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """What EPACK_* variables say; empty ones count as not set. Raises InvalidInput for unknown EPACK_* names."""
    found = {k: v for k, v in (os.environ if variables is None else variables).items() if k.startswith("EPACK_") and v}
    data_dir = found.pop("EPACK_DATA_DIR", None)
    overrides: dict[str, object] = {}
    for name, text in found.items():
        key = OVERRIDES.get(name)
        if key is None:
            known = ", ".join(sorted([*OVERRIDES, "EPACK_DATA_DIR"]))
            raise InvalidInput(f"The environment variable {name} is not known. Known ones: {known}.")
        if key == "port":
            overrides[key] = int(text) if text.isdecimal() else text
        elif key == "tls":
            overrides[key] = _YES_NO.get(text.lower(), text)
        elif key == "allowed_roots":
            overrides[key] = [part for part in text.split(os.pathsep) if part]
        else:
            overrides[key] = text
    return Environment(
        data_dir=Path(data_dir).expanduser().absolute() if data_dir else None,
        overrides=overrides,
    )
