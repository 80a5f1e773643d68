"""What a server that speaks HTTPS only says to whoever comes by http://: an old bookmark, a page from before. PURE."""

from __future__ import annotations

import re

LONGEST_BYTES = 8192
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:]{2,45}\](:\d{1,5})?")
_PATH = re.compile(r"/[\x21-\x7e]{0,4000}")


def https_address(request: bytes) -> str | None:
    """Where the page of this request is under https; None for anything but a browser that opens a page.

    `request`: the first bytes that came on the connection, headers included.
    """
    head = request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, _, rest = head[0].partition(" ")
    path = rest.rpartition(" ")[0]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    host = headers.get("host", "")
    opens_page = method in ("GET", "HEAD") and "text/html" in headers.get("accept", "")
    if not opens_page or not _HOST.fullmatch(host) or not _PATH.fullmatch(path):
        return None
    return f"https://{host}{path}"
