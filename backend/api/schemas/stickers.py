"""The sticker sheet, and how large a sticker has to be."""

from __future__ import annotations

from pydantic import Field

from backend.api.schemas.base import Input, Output
from backend.domain.language import Language
from backend.regions.sticker_size import DEFAULT_VIEW_DEG


class StickerQuery(Input):
    view_deg: int = Field(DEFAULT_VIEW_DEG, ge=20, le=150, description="what the lens sees across, in degrees")
    lang: Language = "en"


class SizeRowOut(Output):
    distance_cm: int
    needed_mm: list[int] = Field(description="one for each of frame_widths")


class StickerSizesOut(Output):
    """The smallest side of the code in mm at which a module is 4 px wide in the picture."""

    text: str
    frame_width: int | None = Field(description="of this camera, as far as it is known; stands first in frame_widths")
    view_deg: int
    frame_widths: list[int]
    rows: list[SizeRowOut]
    sizes_mm: list[int] = Field(description="the sizes on the sheet")
