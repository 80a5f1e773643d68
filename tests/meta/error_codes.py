"""Every error code a request can be answered with, read out of the sources."""

from __future__ import annotations

import ast

from backend.api.errors import _HTTP_ERRORS
from tests.meta.tree import code_files, parsed, relative

# What only the command line says.
NOT_ANSWERED = {"port_in_use"}


def error_codes() -> dict[str, str]:
    """Code -> where it is raised: `code=` in calls, `code =` in error classes, and the plain HTTP failures."""
    found = {code: "backend/api/errors.py" for code, _ in _HTTP_ERRORS.values()} | {
        "http_error": "backend/api/errors.py"
    }
    for path in code_files():
        for node in ast.walk(parsed(path)):
            for value in _codes(node):
                found.setdefault(value, f"{relative(path)}:{getattr(node, 'lineno', 0)}")
    return {code: place for code, place in found.items() if code not in NOT_ANSWERED}


def _codes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        return [one.value.value for one in node.keywords if one.arg == "code" and _is_text(one.value)]
    if isinstance(node, ast.ClassDef):
        return [
            statement.value.value
            for statement in node.body
            if isinstance(statement, ast.Assign)
            and ast.unparse(statement.targets[0]) == "code"
            and _is_text(statement.value)
        ]
    return []


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
