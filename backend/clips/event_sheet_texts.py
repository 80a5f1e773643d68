"""The words of the evidence sheet."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.language import Language


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Places in braces are filled in by the sheet."""

    title: str
    no_code: str
    read: str
    by_hand: str
    camera: str
    start: str
    end: str
    duration: str
    seconds: str
    recordings: str
    event: str
    remarks: str
    flags: dict[str, str]
    pictures: str
    at_start: str
    at_label: str
    at_end: str
    enlarged: str
    no_pictures: str
    clips: str
    no_clips: str
    fast: str
    exact: str
    made: str
    hash_note: str
    page: str


WORDS: dict[Language, SheetWords] = {
    "en": SheetWords(
        title="Packing evidence",
        no_code="No code was read",
        read="{format}, read in {frames} frames",
        by_hand="entered by hand",
        camera="Camera",
        start="Start",
        end="End",
        duration="Duration",
        seconds="{seconds} s",
        recordings="Recordings",
        event="Event",
        remarks="Remarks",
        flags={
            "too_short": "shorter than a usual packing",
            "too_long": "longer than a usual packing",
            "cut_short": "the footage ends before the packing does",
            "late_start": "the footage begins after the packing did",
            "no_code": "no label could be read",
        },
        pictures="Pictures",
        at_start="Start",
        at_label="{code}, read here",
        at_end="End",
        enlarged="The same, enlarged",
        no_pictures="The footage is not there any more, so there are no pictures of it.",
        clips="Clips",
        no_clips="No clip of this event has been cut.",
        fast="original picture",
        exact="encoded anew",
        made="Made on {when} by {who} with ePACK {version}.",
        hash_note="Two files with the same SHA-256 are the same to the last bit: whoever has one of these clips can "
        "check that it is the one named here. It does not tell when or where it was filmed; the times are those of "
        "the camera as set in ePACK.",
        page="Page {page}",
    ),
    "vi": SheetWords(
        title="Bằng chứng đóng gói",
        no_code="Không đọc được mã nào",
        read="{format}, đọc được ở {frames} khung hình",
        by_hand="nhập bằng tay",
        camera="Camera",
        start="Bắt đầu",
        end="Kết thúc",
        duration="Thời lượng",
        seconds="{seconds} giây",
        recordings="Video gốc",
        event="Lần đóng gói",
        remarks="Ghi chú",
        flags={
            "too_short": "ngắn hơn một lần đóng gói thông thường",
            "too_long": "dài hơn một lần đóng gói thông thường",
            "cut_short": "video hết trước khi đóng gói xong",
            "late_start": "video bắt đầu sau khi đã đóng gói",
            "no_code": "không đọc được mã nào trên nhãn",
        },
        pictures="Hình ảnh",
        at_start="Bắt đầu",
        at_label="{code}, đọc được tại đây",
        at_end="Kết thúc",
        enlarged="Phóng to",
        no_pictures="Video không còn nữa nên không có hình ảnh.",
        clips="Clip đã cắt",
        no_clips="Chưa cắt clip nào của lần đóng gói này.",
        fast="hình gốc",
        exact="mã hóa lại",
        made="Lập ngày {when}, người lập {who}, bằng ePACK {version}.",
        hash_note="Hai tệp có cùng SHA-256 thì giống nhau đến từng bit: ai có một trong các clip này đều kiểm tra được "
        "nó có đúng là clip nêu ở đây hay không. Mã này không cho biết video được quay khi nào hay ở đâu; thời gian "
        "là thời gian của camera theo thiết lập trong ePACK.",
        page="Trang {page}",
    ),
}
