"""POST /api/regions/preview-detect: will these regions work?"""

from __future__ import annotations

from flask import Response

from backend.api.blueprint import blueprint
from backend.api.cameras import regions_from
from backend.api.permission import needs
from backend.api.region_shapes import box_list, code_out
from backend.api.replies import answer
from backend.api.schemas.cameras import (
    PreviewHands,
    PreviewIn,
    PreviewLabel,
    PreviewOut,
    PreviewTrigger,
)
from backend.api.services import services
from backend.domain.account import Permission
from backend.regions.checks import suggested_packing
from backend.regions.preview import label_width
from backend.regions.service import RecordingPreview

bp = blueprint("regions", __name__)


@bp.post("/regions/preview-detect", summary="Run the detectors on a few frames", responses={200: PreviewOut})
@needs(Permission.OPERATE)
def preview_detect(body: PreviewIn) -> Response:
    regions = regions_from(body.regions) if body.regions is not None else None
    seen = services().regions.preview(body.camera_id, body.recording_id, body.at_ms, regions)
    return answer(preview_out(seen))


def preview_out(seen: RecordingPreview) -> PreviewOut:
    preview = seen.preview
    trigger, hands = preview.trigger, preview.hands
    return PreviewOut(
        recording_id=seen.recording_id,
        from_ms=preview.from_ms,
        to_ms=preview.to_ms,
        looks=preview.looks,
        frame_width=preview.frame_width,
        frame_height=preview.frame_height,
        trigger=PreviewTrigger(
            set=trigger.set,
            looks=trigger.looks,
            read=trigger.read,
            read_rate=round(trigger.read_rate, 3),
            px_per_module=trigger.px_per_module,
            box=box_list(trigger.box),
        ),
        label=PreviewLabel(
            codes=[code_out(code) for code in preview.codes],
            px_per_module=label_width(preview.codes),
        ),
        hands=PreviewHands(
            present=hands.found > 0,
            looks=hands.looks,
            found=hands.found,
            boxes=[box.as_list() for box in hands.boxes],
            suggested_packing=box_list(suggested_packing(hands.boxes, preview.frame_width, preview.frame_height)),
        ),
        advice=list(preview.advice),
    )
