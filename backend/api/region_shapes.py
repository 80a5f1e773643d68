"""Boxes and codes of the region editor as they go over the wire."""

from __future__ import annotations

from backend.api.schemas.cameras import PreviewCode
from backend.domain.region import Box
from backend.regions.preview import CodePreview


def box_list(box: Box | None) -> list[int] | None:
    return None if box is None else box.as_list()


def code_out(code: CodePreview) -> PreviewCode:
    return PreviewCode(
        text=code.text,
        format=code.format,
        box=code.box.as_list(),
        frames=code.frames,
        px_per_module=code.px_per_module,
    )
