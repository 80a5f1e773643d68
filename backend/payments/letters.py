"""What buyers are written."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.domain.licence import Licence
from backend.domain.mail import Mail

_TEXT = """Cảm ơn {customer} đã mua {package}.

Khóa giấy phép / Licence key:  {key}
Hết hạn / Ends:                {ends}

{how_vi}

---

Thank you for buying {package}.

{how_en}
"""
_BOUND_VI = """Giấy phép đã được cấp cho máy mà bạn đặt mua và tự cài khi thanh toán xong. Tệp đính kèm là bản lưu:
mở trang Gói dịch vụ và chọn tệp này nếu cần cài lại."""
_BOUND_EN = """The licence is made out for the machine it was bought on and installs itself once it is paid. The file
attached is a copy: open the Plan page and choose it, should it be needed again."""
_KEY_VI = "Mở trang Gói dịch vụ trong ePACK và nhập khóa này."
_KEY_EN = "Open the Plan page in ePACK and enter this key."


def licence_mail(licence: Licence, package: str, text: str) -> Mail:
    """The licence for its buyer, in Vietnamese and English. `text`: the signed licence; empty when a key is enough."""
    at = licence.expires_ms
    ends = "không / never" if at is None else datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")
    how_vi, how_en = (_BOUND_VI, _BOUND_EN) if text else (_KEY_VI, _KEY_EN)
    body = _TEXT.format(
        customer=licence.customer, package=package, key=licence.key, ends=ends, how_vi=how_vi, how_en=how_en
    )
    return Mail(licence.email, "license_delivery", "ePACK: giấy phép / licence", body, text)
