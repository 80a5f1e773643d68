"""Photographs every page of the dashboard, served by the real program on the demo footage."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from scripts.lib.demo_shop import Shop, open_shop
from tests.e2e.server import ROOT, Server, running_server
from tests.support.browser import chromium_path

PATIENCE_MS = 60_000
SETTLED = """() => {
  const waiting = [...document.querySelectorAll('.chakra-skeleton, .chakra-spinner')];
  return document.querySelector('h1, h2')
    && !waiting.some((one) => one.checkVisibility({ visibilityProperty: true }))
    && [...document.images].every((one) => one.complete || one.loading === 'lazy');
}"""
DESK, PHONE, LARGE = (1280, 800), (390, 844), (3840, 2160)
HIGHEST = 6000
"""The longest picture of a page, in CSS px."""
SIZES = {DESK: "desk", PHONE: "phone", LARGE: "large"}
Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Look:
    """How the dashboard is looked at; `name` begins the names of its pictures."""

    language: str
    theme: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{SIZES[self.size]}-{self.theme}-{self.language}"


@dataclass(frozen=True, slots=True)
class Shot:
    """A page in one state: its address, and what is done there before the picture is taken."""

    name: str
    path: str
    act: Act | None = None
    whole: bool = True
    """The whole page rather than what the screen shows at first."""


LOOKS = (
    Look("en", "light", DESK),
    Look("en", "dark", DESK),
    Look("en", "light", PHONE),
    Look("en", "dark", PHONE),
    Look("vi", "light", DESK),
    Look("vi", "light", PHONE),
    Look("en", "light", LARGE),
)
PAGES = ("overview", "trace", "timeline", "live", "program", "sources", "cameras", "camera-health")
FOR_THE_OWNER = ("users", "audit", "plan", "account")
GUEST = (
    Shot("sign-in", "/sign-in/"),
    Shot("join-over", "/join/#long-over"),
    Shot("shared-over", "/shared/#long-over"),
)
EMPTY = (
    *(Shot(f"empty-{name}", f"/{name}/") for name in ("setup", *PAGES, *FOR_THE_OWNER)),
    Shot("no-such-page", "/no/such/page/"),
)


def shots(shop: Shop) -> tuple[Shot, ...]:
    code, near = shop.codes[0], shop.codes[1][:-1] + ("0" if shop.codes[1][-1] != "0" else "1")
    many = "%2C".join((*shop.codes[:3], near, "NOSUCH-1"))
    sections = ("site", "packing", "scan", "server", "setup", "transfer", "backup", "log", "about")
    steps = ("brand", "place", "source", "regions", "timing")
    return (
        Shot("overview", "/overview/"),
        Shot("trace", "/trace/", whole=False),
        Shot("trace-playing", "/trace/", lambda page: play(page, code), whole=False),
        Shot("trace-event", f"/trace/?event={shop.event_id}", still, whole=False),
        Shot("trace-many", f"/trace/?q={many}"),
        Shot("trace-nothing", "/trace/?q=NOSUCH-1"),
        Shot("trace-help", "/trace/", ask_help, whole=False),
        Shot("timeline", f"/timeline/?day={shop.day}"),
        Shot("timeline-playing", f"/timeline/?day={shop.day}&{shop.moment}", still),
        Shot("timeline-empty-day", "/timeline/?day=2025-01-01"),
        Shot("program", "/program/"),
        Shot("program-failed", "/program/?files=failed"),
        Shot("cameras", "/cameras/"),
        Shot("camera", f"/cameras/?camera={shop.camera_id}"),
        Shot("camera-health", "/camera-health/"),
        Shot("sources", "/sources/"),
        *(Shot(name, f"/{name}/") for name in FOR_THE_OWNER),
        *(Shot(f"settings-{name}", f"/settings/?section={name}") for name in sections),
        *(Shot(f"setup-{name}", f"/setup/?step={name}") for name in steps),
        Shot("setup-result", "/setup/?step=result", still),
    )


def play(page: Page, code: str) -> None:
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    page.keyboard.insert_text(code)
    page.keyboard.press("Enter")
    still(page, 4)


def ask_help(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    # Not while typing: there it is a character.
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def still(page: Page, after_s: float = 0) -> None:
    """Waits for the picture of the video, `after_s` later than where it begins, and stops it there."""
    page.wait_for_function("() => document.querySelector('video')?.readyState > 1")
    began_s = page.evaluate("() => document.querySelector('video').currentTime")
    if after_s:
        page.evaluate("() => void document.querySelector('video').play()")
        at = "(at) => document.querySelector('video').currentTime >= at"
        page.wait_for_function(at, arg=began_s + after_s)
    page.evaluate("() => document.querySelector('video').pause()")


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function(SETTLED)
    page.evaluate("() => document.fonts.ready")


@contextmanager
def opened(browser: Browser, server: Server, look: Look, *, guest: bool = False) -> Iterator[Page]:
    """A page of the owner's browser, or of somebody's who is not signed in."""
    width, height = look.size
    context = browser.new_context(
        base_url=server.url,
        storage_state=None if guest else server.owner,
        viewport={"width": width, "height": height},
        locale={"en": "en-GB", "vi": "vi-VN"}[look.language],
        color_scheme="dark" if look.theme == "dark" else "light",
        reduced_motion="reduce",
        has_touch=look.size == PHONE,
    )
    context.set_default_timeout(PATIENCE_MS)
    language = f"localStorage.setItem('epack.locale', '{look.language}')"
    context.add_init_script(language)
    try:
        yield context.new_page()
    finally:
        context.close()


def take(page: Page, shot: Shot, target: Path) -> bool:
    try:
        page.goto(shot.path)
        if shot.act is not None:
            shot.act(page)
        settle(page)
    except Error as error:
        # The picture shows what is wrong.
        print(f"  {target.name}: {error.message.splitlines()[0]}", file=sys.stderr)
        page.screenshot(path=target)
        return False
    picture(page, target, whole=shot.whole)
    return True


def picture(page: Page, target: Path, *, whole: bool) -> None:
    """A whole page is shown on a screen of its height: bars that stay at the edge of the screen would lie across it."""
    screen = page.viewport_size
    assert screen is not None
    height = page.evaluate("() => document.documentElement.scrollHeight") if whole else screen["height"]
    if height > screen["height"]:
        page.set_viewport_size({"width": screen["width"], "height": min(height, HIGHEST)})
        settle(page)
    page.screenshot(path=target)
    page.set_viewport_size(screen)


def take_all(
    browser: Browser,
    server: Server,
    wanted: tuple[Shot, ...],
    looks: list[Look],
    folder: Path,
    guest: tuple[Shot, ...] = (),
) -> int:
    """How many did not come to rest. `guest`: pages for those who are not signed in."""
    failed = 0
    for look in looks:
        with opened(browser, server, look) as page:
            for shot in wanted:
                failed += not take(page, shot, folder / f"{look.name}-{shot.name}.png")
        with opened(browser, server, look, guest=True) as page:
            for shot in guest:
                failed += not take(page, shot, folder / f"{look.name}-{shot.name}.png")
        print(f"  {look.name}: {len(wanted) + len(guest)} pictures", flush=True)
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "screenshots")
    parser.add_argument("--only", default="", metavar="PART", help="only pages whose names hold this")
    parser.add_argument("--look", default="", metavar="PART", help="only looks whose names hold this: desk, dark, vi")
    asked = parser.parse_args()
    folder: Path = asked.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    looks = [look for look in LOOKS if asked.look in look.name]
    empty = tuple(shot for shot in EMPTY if asked.only in shot.name)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="epack-screenshots-") as place, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium_path(),
            args=["--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"],
        )
        if empty:
            with running_server(Path(place) / "empty") as server:
                failed += take_all(browser, server, empty, looks, folder)
        with running_server(Path(place) / "demo") as server:
            print("The demo is analysed; one of its files is no video on purpose.", flush=True)
            shop = open_shop(server.url, server.data_dir, Path(place) / "videos")
            wanted = tuple(shot for shot in shots(shop) if asked.only in shot.name)
            guest = tuple(shot for shot in GUEST if asked.only in shot.name)
            failed += take_all(browser, server, wanted, looks, folder, guest)
            if "offline".startswith(asked.only):
                failed += offline(browser, server, looks, folder)
        browser.close()
    print(f"Pictures: {folder}")
    return 1 if failed else 0


def offline(browser: Browser, server: Server, looks: list[Look], folder: Path) -> int:
    """One picture of a page whose server has gone."""
    with opened(browser, server, looks[0]) as page:
        page.goto("/overview/")
        settle(page)
        server.kill()
        page.get_by_role("alert").first.wait_for()
        page.screenshot(path=folder / f"{looks[0].name}-offline.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
