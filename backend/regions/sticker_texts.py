"""The words of the sticker sheet."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.language import Language


@dataclass(frozen=True, slots=True)
class SheetTexts:
    """Places in braces are filled in by the sheet."""

    title: str
    camera: str
    steps: tuple[str, ...]
    table_title: str
    table_text: str
    distance: str
    own_width: str
    too_large: str
    caption: str
    scale: str


TEXTS: dict[Language, SheetTexts] = {
    "en": SheetTexts(
        title="Stickers for the packing table",
        camera="Camera: {camera}. The code reads: {text}",
        steps=(
            "Find the size in the table below: how far is the camera from the table, how wide is its picture?",
            (
                "Print the page that holds it on plain white A4 paper at 100 % (“actual size”, not “fit to page”). "
                "Measure the line at its bottom: it must be 100 mm long."
            ),
            (
                "Cut along the thin line, so that the white border stays around the code. Do not "
                "laminate it with a shiny "
                "film: its reflections hide the code. Matt tape is fine."
            ),
            (
                "Fix it flat in the middle of the table, where every parcel is put down and covers it, and where the "
                "camera sees it while the table is free."
            ),
            (
                "In ePACK, open Cameras, draw the region “Sticker” around it with a little room, and see that it is "
                "read in nearly every look."
            ),
        ),
        table_title="Smallest side of the code in mm",
        table_text="For a lens that sees {view}° across, looking straight down. A slanted view or the border of a wide "
        "picture needs up to half as much again. The sizes give {px} px of the picture per square of the code, as "
        "recommended; {least} px is the least.",
        distance="Distance",
        own_width="{width} px (this camera)",
        too_large="more than {size} mm: bring the camera closer or raise its resolution",
        caption="{size} mm",
        scale="This line is 100 mm long when the page was printed at 100 %.",
    ),
    "vi": SheetTexts(
        title="Tem cho bàn đóng gói",
        camera="Camera: {camera}. Nội dung mã: {text}",
        steps=(
            "Tìm kích cỡ trong bảng dưới đây: camera cách mặt bàn bao xa, hình của camera rộng bao nhiêu?",
            (
                "In trang có kích cỡ đó trên giấy A4 trắng thường ở tỉ lệ 100 % (“kích thước thực”, "
                "không chọn “vừa trang”). "
                "Đo đường kẻ ở cuối trang: nó phải dài đúng 100 mm."
            ),
            (
                "Cắt theo đường kẻ mảnh để viền trắng quanh mã vẫn còn. Không ép màng bóng: ánh phản "
                "chiếu sẽ che mất mã. "
                "Dùng băng dính mờ thì được."
            ),
            (
                "Dán phẳng ở giữa bàn, nơi kiện hàng nào cũng được đặt lên và che kín tem, và nơi camera "
                "thấy tem khi bàn "
                "trống."
            ),
            (
                "Trong ePACK, mở trang Camera, vẽ vùng “Tem bàn” quanh tem và chừa thêm một ít, rồi xem "
                "tem có được đọc ở "
                "hầu hết các lần xem hay không."
            ),
        ),
        table_title="Cạnh nhỏ nhất của mã, tính bằng mm",
        table_text="Cho ống kính có góc nhìn ngang {view}°, nhìn thẳng từ trên xuống. Nếu nhìn nghiêng hoặc tem nằm "
        "gần mép hình rộng thì cần lớn hơn tới một nửa. "
        "Các kích cỡ này cho {px} điểm ảnh mỗi ô vuông của mã như khuyến nghị; ít nhất phải có {least} điểm ảnh.",
        distance="Khoảng cách",
        own_width="{width} px (camera này)",
        too_large="trên {size} mm: hãy đưa camera lại gần hoặc tăng độ phân giải",
        caption="{size} mm",
        scale="Đường này dài 100 mm nếu trang được in ở tỉ lệ 100 %.",
    ),
}
