from __future__ import annotations

import os

import pytest

from backend.config.env import read_environment
from backend.config.settings import Settings
from backend.domain.errors import InvalidInput


def test_without_variables_nothing_is_overridden() -> None:
    environment = read_environment({"PATH": "/bin", "EPACK_PORT": ""})
    assert environment.data_dir is None
    assert environment.overrides == {}


def test_overrides_are_values_settings_accept() -> None:
    environment = read_environment(
        {
            "EPACK_DATA_DIR": "/srv/epack",
            "EPACK_HOST": "0.0.0.0",
            "EPACK_PORT": "9090",
            "EPACK_ALLOWED_ROOTS": os.pathsep.join(["/mnt/nvr", "/mnt/usb"]),
        }
    )
    settings = Settings.load(environment.overrides)
    assert str(environment.data_dir) == "/srv/epack"
    assert (settings.host, settings.port) == ("0.0.0.0", 9090)
    assert settings.allowed_roots == ("/mnt/nvr", "/mnt/usb")


def test_a_misspelt_variable_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match=r"EPACK_DATADIR is not known.*EPACK_DATA_DIR"):
        read_environment({"EPACK_DATADIR": "/srv"})


def test_a_port_that_is_no_number_is_refused_by_the_setting() -> None:
    environment = read_environment({"EPACK_PORT": "http"})
    with pytest.raises(InvalidInput, match="port must be a whole number"):
        Settings.load(environment.overrides)
