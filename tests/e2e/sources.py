"""The Sources page as tests use it: the hands of somebody who adds a source."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

WIZARD = "Add a source"


def open_wizard(page: Page, kind: str) -> Locator:
    """The dialog that adds a source of this kind (by the name people see), at its connection."""
    page.goto("/sources/")
    expect(page.get_by_role("heading", level=1, name="Sources")).to_be_visible()
    add = page.get_by_role("button", name="Add source")
    choice = page.get_by_role("button", name=re.compile(f"^{kind}"))
    expect(add.or_(choice).first).to_be_visible()
    if add.is_visible():
        add.click()
    dialog = page.get_by_role("dialog", name=WIZARD)
    choice.last.click()
    expect(dialog).to_be_visible()
    return dialog


def next_step(dialog: Locator, heading: str) -> None:
    dialog.get_by_role("button", name="Next", exact=True).click()
    expect(dialog.get_by_role("heading", name=heading)).to_be_visible()


def fill(dialog: Locator, **fields: str) -> None:
    """`user_name="x"` fills the field labelled "User name"."""
    for name, text in fields.items():
        label = name.capitalize().replace("_", " ")
        dialog.get_by_label(label, exact=False).and_(dialog.locator("input")).first.fill(text)


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def finish(dialog: Locator, name: str) -> None:
    """From the summary to the end: the source is called `name`."""
    dialog.get_by_label("Name of the source").fill(name)
    dialog.get_by_role("button", name="Add source").click()
    expect(dialog.get_by_role("heading", name=f"{name} is added")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_be_hidden()
