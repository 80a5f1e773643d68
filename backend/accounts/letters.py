"""What owners of accounts are written when something about their account changes."""

from __future__ import annotations

from typing import Literal

from backend.domain.language import Language

Notice = Literal["password", "password_reset", "factor_on", "factor_off", "key", "device"]

_SUBJECTS: dict[Language, dict[Notice, str]] = {
    "en": {
        "password": "ePACK: your password was changed",
        "password_reset": "ePACK: your password was set anew",
        "factor_on": "ePACK: the second factor was switched on",
        "factor_off": "ePACK: the second factor was switched off",
        "key": "ePACK: a new API key",
        "device": "ePACK: signed in on a new device",
    },
    "vi": {
        "password": "ePACK: mật khẩu của bạn đã được đổi",
        "password_reset": "ePACK: mật khẩu của bạn đã được đặt lại",
        "factor_on": "ePACK: đã bật xác thực hai bước",
        "factor_off": "ePACK: đã tắt xác thực hai bước",
        "key": "ePACK: khóa API mới",
        "device": "ePACK: đăng nhập trên thiết bị mới",
    },
}
_TEXTS: dict[Language, dict[Notice, str]] = {
    "en": {
        "password": "The password of your account {name} was changed. Your other devices were signed out.",
        "password_reset": "The password of account {name} was set by a one-time address. All devices are signed out.",
        "factor_on": "The second factor of your account {name} was switched on.",
        "factor_off": "The second factor of your account {name} was switched off: the password alone signs in now.",
        "key": "An API key “{what}” was made for your account {name}.",
        "device": "Somebody signed in to your account {name} on a device that was not used for it before: {what}",
    },
    "vi": {
        "password": "Mật khẩu của tài khoản {name} đã được đổi. Các thiết bị khác của bạn đã bị đăng xuất.",
        "password_reset": "Mật khẩu của {name} đã được đặt bằng địa chỉ dùng một lần. Mọi thiết bị đều bị đăng xuất.",
        "factor_on": "Đã bật xác thực hai bước cho tài khoản {name}.",
        "factor_off": "Đã tắt xác thực hai bước của tài khoản {name}: từ nay chỉ cần mật khẩu để đăng nhập.",
        "key": "Khóa API “{what}” đã được tạo cho tài khoản {name}.",
        "device": "Có người đã đăng nhập tài khoản {name} trên một thiết bị chưa từng dùng: {what}",
    },
}
_ENDS: dict[Language, str] = {
    "en": "Time: {time}{where}\n\nWas it not you? Change your password and tell an administrator of this ePACK.",
    "vi": "Thời gian: {time}{where}\n\nKhông phải bạn? Hãy đổi mật khẩu và báo cho quản trị viên của ePACK này.",
}
_WHERE: dict[Language, str] = {"en": "\nNetwork address: {address}", "vi": "\nĐịa chỉ mạng: {address}"}
_TRIALS: dict[Language, tuple[str, str]] = {
    "en": ("ePACK: mail works", "This mail was sent to try the mail server. Nothing more is to do."),
    "vi": ("ePACK: gửi thư được", "Thư này được gửi để thử máy chủ thư. Bạn không cần làm gì thêm."),
}


def notice(
    kind: Notice, languages: tuple[Language, ...], *, name: str, what: str, address: str, time: str
) -> tuple[str, str]:
    """Subject and text, in these languages one after the other. What comes from outside is kept to one short line."""
    filled = {"name": _line(name), "what": _line(what)}
    parts = []
    for language in languages:
        where = _WHERE[language].format(address=_line(address)) if address else ""
        end = _ENDS[language].format(time=time, where=where)
        parts.append(f"{_TEXTS[language][kind].format(**filled)}\n{end}\n")
    return _SUBJECTS[languages[0]][kind], "\n---\n\n".join(parts)


def trial(languages: tuple[Language, ...]) -> tuple[str, str]:
    return _TRIALS[languages[0]][0], "\n\n".join(_TRIALS[language][1] for language in languages) + "\n"


def _line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)[:160]
