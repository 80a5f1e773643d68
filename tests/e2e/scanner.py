"""A USB scanner: it types like a keyboard, only faster."""

from __future__ import annotations

from playwright.sync_api import Page


def scan(page: Page, code: str) -> None:
    """Real key presses with the times of a scanner, which the test machine could not keep by itself."""
    session = page.context.new_cdp_session(page)
    at_s = page.evaluate("() => (performance.timeOrigin + performance.now()) / 1000") + 1
    for sign in code:
        at_s += 0.004
        key = {"key": sign, "text": sign, "unmodifiedText": sign, "timestamp": at_s}
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": sign, "timestamp": at_s + 0.001})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "timestamp": at_s + 0.004}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "\r", **enter})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    session.detach()
