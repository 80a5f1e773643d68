"""Writes the pages of docs/ that are made from the program: settings.md and api.md. With --check only compares."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("get", "post", "put", "patch", "delete")

API_HEAD = """# API

Generated from the program's OpenAPI document (`GET /api/openapi.json`; a page to try the calls out is at `/api/docs`).
Everything is JSON unless said otherwise, times are UTC epoch milliseconds (`*_ms`). Lists come as
`{"items", "total", "page", "page_size"}`; every error as `{"error": {"code", "message", "details"}}` with the right
status.
"""


def settings_page() -> str:
    from backend.config.settings_doc import render

    return render()


def openapi() -> dict[str, Any]:
    from backend.api.openapi_dump import document

    return document()


def type_of(schema: dict[str, Any]) -> str:
    """A schema in a few words, with a link where it is one of the named ones."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(type_of(part) for part in schema[key]))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if schema.get("format") == "binary":
        return "file"
    return str(schema.get("type", "any"))


def cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def field_rows(schema: dict[str, Any]) -> Iterator[str]:
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        note = field.get("description", "")
        if "default" in field and field["default"] is not None:
            note = f"{note} Default {json.dumps(field['default'], ensure_ascii=False)}.".strip()
        yield f"| `{name}` | {cell(type_of(field))} | {'yes' if name in required else ''} | {cell(note)} |"


def bodies(content: dict[str, Any]) -> str:
    return ", ".join(f"{type_of(media.get('schema', {}))} as {kind}" for kind, media in sorted(content.items()))


def operation_lines(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"### {method.upper()} {path}"
    yield ""
    for text in dict.fromkeys((operation.get("summary"), operation.get("description"))):
        if text:
            yield cell(text)
            yield ""
    parameters = operation.get("parameters", [])
    if parameters:
        yield "| Parameter | In | Type | Needed | |"
        yield "|---|---|---|---|---|"
        for one in parameters:
            need = "yes" if one.get("required") else ""
            note = one.get("description", one.get("schema", {}).get("description", ""))
            yield f"| `{one['name']}` | {one['in']} | {cell(type_of(one.get('schema', {})))} | {need} | {cell(note)} |"
        yield ""
    if "requestBody" in operation:
        yield f"Body: {bodies(operation['requestBody'].get('content', {}))}"
        yield ""
    for status, answer in sorted(operation.get("responses", {}).items()):
        content = answer.get("content", {})
        if any("ErrorOut" in type_of(media.get("schema", {})) for media in content.values()):
            continue  # the head of the page says it once for all
        yield f"* {status}: {bodies(content) if content else cell(answer.get('description', ''))}"
    yield ""


def api_page(document: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                groups.setdefault(tag, []).extend(operation_lines(path, method, item[method]))
    lines = [API_HEAD]
    for tag in sorted(groups):
        lines += [f"## {tag[:1].upper()}{tag[1:]}", "", *groups[tag]]
    lines += ["## Types", ""]
    for name, schema in sorted(document.get("components", {}).get("schemas", {}).items()):
        lines += [f"### {name}", ""]
        if schema.get("description"):
            lines += [cell(schema["description"]), ""]
        rows = list(field_rows(schema))
        if rows:
            lines += ["| Field | Type | Needed | |", "|---|---|---|---|", *rows, ""]
        else:
            lines += [cell(type_of(schema)), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def main(arguments: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    pages = {"docs/settings.md": settings_page(), "docs/api.md": api_page(openapi())}
    stale = []
    for name, text in pages.items():
        target = ROOT / name
        if target.is_file() and target.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            target.write_text(text, "utf-8")
            print(f"wrote {name}")
    if stale and "--check" in arguments:
        print(f"Out of date: {', '.join(stale)}. Run scripts/gen_docs.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
