"""Where Vietnamese was chosen nothing that is read, hovered over or heard is English, words of the server included."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import SHOWN
from tests.e2e.server import ROOT
from tests.support.footage import CODE

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")

MESSAGES = ROOT / "frontend" / "src" / "lib" / "i18n" / "messages"
ENGLISH = re.compile(
    r"\b(the|is|are|was|were|not|with|from|this|that|and|of|has|have|been|cannot|will|again|found|missing|instead|"
    r"ends|begins|contains|differs?|failed|error|please|settings?|search|choose|show|hide|close|open)\b",
    re.IGNORECASE,
)
"""Words of which no Vietnamese text has one."""

PATH = re.compile(r"(?<!\w)/\w.*")
NAMES = {"Python"}
"""Written alike everywhere: also a device that somebody signed in with."""

TEXTS = """() => {
  const found = new Set();
  // What is English by its nature (the log, licences) is marked as such, for those who have it read to them too.
  const theirs = (one) => one.closest('[lang=en], [translate=no], script, style, textarea');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.trim() && !theirs(text.parentElement)) found.add(text.data.trim());
  }
  const names = ['title', 'aria-label', 'placeholder', 'alt', 'aria-valuetext', 'aria-description'];
  for (const name of names) {
    for (const one of document.querySelectorAll(`[${name}]`)) {
      if (one.getAttribute(name).trim() && !theirs(one)) found.add(one.getAttribute(name).trim());
    }
  }
  if (document.title) found.add(document.title);
  return [...found];
}"""


def texts_of(language: str) -> dict[str, str]:
    """All messages of a language by their path."""
    found: dict[str, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, str):
            found[path] = value
        else:
            for key, inner in value.items():
                walk(inner, f"{path}.{key}")

    for file in sorted((MESSAGES / language).glob("*.json")):
        walk(json.loads(file.read_text(encoding="utf-8")), file.stem)
    return found


def english_only() -> set[str]:
    vietnamese = texts_of("vi")
    return (
        {text for path, text in texts_of("en").items() if vietnamese[path] != text} - NAMES - set(vietnamese.values())
    )


def english_on(page: Page, untranslated: set[str]) -> list[str]:
    # Where a file lies is nobody's language.
    return [text for text in page.evaluate(TEXTS) if text in untranslated or ENGLISH.search(PATH.sub("", text))]


@pytest.fixture
def vietnamese(shop: Page) -> Page:
    shop.add_init_script("localStorage.setItem('epack.locale', 'vi')")
    return shop


def settled(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.locator("h1, h2").first).to_be_visible()
    page.wait_for_load_state("networkidle")


@pytest.mark.timeout(300)
def test_no_page_holds_english(vietnamese: Page) -> None:
    event = vietnamese.request.get("/api/events").json()["items"][0]["id"]
    untranslated = english_only()
    english = {}
    for path in SHOWN:
        vietnamese.goto(path.format(event=event))
        settled(vietnamese)
        found = english_on(vietnamese, untranslated)
        if found:
            english[path] = found
    assert english == {}


def test_why_a_result_is_shown_is_told_in_vietnamese(vietnamese: Page) -> None:
    """Also on hovering: the server's own sentence is English."""
    untranslated = english_only()
    wrong = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    differs = "khác một ký tự"
    kinds = {CODE[:-2]: "trùng phần đầu", CODE[2:]: "trùng phần cuối", wrong: differs, CODE + "7": differs}
    for asked, said in kinds.items():
        vietnamese.goto(f"/trace/?q={asked}")
        settled(vietnamese)
        badge = vietnamese.get_by_text(said, exact=True).first
        expect(badge).to_be_visible()
        assert english_on(vietnamese, untranslated) == []
        if said == differs:
            expect(badge).to_have_attribute("title", re.compile("ký tự"))
