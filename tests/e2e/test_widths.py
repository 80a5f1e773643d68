"""From a phone to a 4K screen: the width is used, letters keep their size to the eye, and no text is cut off."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.pages import PAGES, ROWS_APART, SHOWN, await_data

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

PHONE, DESK, LARGE = (390, 844), (1280, 800), (3840, 2160)
USUAL_PX = 16
LEAST_USED = 0.9
"""Share of the room beside the navigation."""

FORMS = ("/settings/", "/users/", "/account/", "/plan/")
"""Read line by line: their lines stay short."""
FEW = ("/cameras/",)
"""A card a camera."""

USED = """() => {
  const room = document.querySelector('#content').getBoundingClientRect();
  // What can be seen: panels with their edges, and pictures.
  const drawn = [...document.querySelectorAll('#content *')].filter((one) =>
    one.checkVisibility() && (one.tagName === 'IMG' || parseFloat(getComputedStyle(one).borderRightWidth) > 0));
  const boxes = drawn.map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1);
  return (Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left))) / room.width;
}"""

CUT_OFF = """() => {
  // Letters reach a little over the line they stand on.
  const spare = 3 * parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, said = text.data.trim();
    if (!said || !text.parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || ['SCRIPT', 'STYLE', 'OPTION'].includes(text.parentElement.tagName)) continue;
    for (let up = text.parentElement; up !== document.body; up = up.parentElement) {
      const look = getComputedStyle(up), frame = up.getBoundingClientRect();
      // For screen readers only; what scrolls is not lost; what ends in dots says so, and its whole text is its title.
      if (look.clipPath !== 'none' || look.clip !== 'auto' || look.position === 'fixed') break;
      if (/auto|scroll/.test(look.overflowX + look.overflowY)) break;
      const dots = look.textOverflow === 'ellipsis' || look.webkitLineClamp !== 'none';
      const across = box.right > frame.right + spare || box.left < frame.left - spare;
      const down = box.bottom > frame.bottom + spare || box.top < frame.top - spare;
      if (dots && !window.dotsToo) break;
      const hides = (one) => one === 'hidden' || one === 'clip';
      if ((across && hides(look.overflowX)) || (down && hides(look.overflowY))) {
        found.push(`${said.slice(0, 40)} in ${up.tagName.toLowerCase()}.${up.className}`.slice(0, 120));
        break;
      }
    }
  }
  return found;
}"""


@pytest.fixture
def at_rest(shop: Page) -> Page:
    shop.emulate_media(reduced_motion="reduce")
    return shop


def letters(page: Page) -> Any:
    return page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)")


@pytest.mark.timeout(240)
def test_a_large_screen_is_used(at_rest: Page) -> None:
    at_rest.set_viewport_size({"width": LARGE[0], "height": LARGE[1]})
    little = {}
    for path in PAGES:
        if path in FORMS + FEW:
            continue
        at_rest.goto(path)
        await_data(at_rest, path)
        used = at_rest.evaluate(USED)
        if used < LEAST_USED:
            little[path] = round(used, 2)
    assert little == {}


def test_letters_grow_with_the_screen_but_not_with_its_width_alone(at_rest: Page) -> None:
    at_rest.goto("/overview/")
    await_data(at_rest, "/overview/")
    sizes = {}
    for size in (PHONE, DESK, (2560, 1440), (3440, 1300), LARGE):
        at_rest.set_viewport_size({"width": size[0], "height": size[1]})
        sizes[size[0]] = letters(at_rest) / USUAL_PX
    assert sizes == {390: 1, 1280: 1, 2560: 1, 3440: 1, 3840: 1.5}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_text_is_cut_off(at_rest: Page, language: str) -> None:
    event = at_rest.request.get("/api/events").json()["items"][0]["id"]
    at_rest.add_init_script(f"localStorage.setItem('epack.locale', '{language}')")
    cut = {}
    for path in SHOWN:
        at_rest.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        at_rest.goto(path.format(event=event))
        at_rest.locator("h1, h2").first.wait_for()
        at_rest.wait_for_load_state("networkidle")
        cut[path] = at_rest.evaluate(CUT_OFF)
        at_rest.set_viewport_size({"width": LARGE[0], "height": LARGE[1]})
        at_rest.wait_for_function("() => parseFloat(getComputedStyle(document.documentElement).fontSize) === 24")
        # There is room for all of it.
        at_rest.evaluate("() => { window.dotsToo = true; return new Promise(requestAnimationFrame); }")
        cut[f"{path} on a large screen"] = at_rest.evaluate(CUT_OFF)
    assert {path: texts for path, texts in cut.items() if texts} == {}


LONG_NAME = "Packing_table_of_the_northern_warehouse_beside_the_loading_dock_0123456789"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_name_without_a_place_to_break_it_fits(at_rest: Page, size: tuple[int, int]) -> None:
    assert at_rest.request.patch("/api/cameras/1", data={"name": LONG_NAME}).ok
    at_rest.set_viewport_size({"width": size[0], "height": size[1]})
    wrong: dict[str, Any] = {}
    for path in (*PAGES, "/camera-health/?cam=1", "/cameras/?camera=1", "/sources/?source=1"):
        at_rest.goto(path)
        at_rest.locator("h1, h2").first.wait_for()
        at_rest.wait_for_load_state("networkidle")
        over = at_rest.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        wrong[path] = ([f"{over} px wider than the screen"] if over > 0 else []) + at_rest.evaluate(CUT_OFF)
    assert at_rest.request.patch("/api/cameras/1", data={"name": "Table 1"}).ok
    assert {path: texts for path, texts in wrong.items() if texts} == {}


def test_rows_of_a_list_follow_a_window_that_goes_to_a_large_screen(at_rest: Page) -> None:
    """Rows that are placed by calculation must not lie over each other when letters grow under an open page."""
    at_rest.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    at_rest.goto("/trace/")
    await_data(at_rest, "/trace/")
    at_rest.set_viewport_size({"width": LARGE[0], "height": LARGE[1]})
    at_rest.wait_for_function("() => parseFloat(getComputedStyle(document.documentElement).fontSize) === 24")
    at_rest.wait_for_function(ROWS_APART)
