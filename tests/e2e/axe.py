"""What the accessibility checker axe says about the page that is open."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.server import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, with where it is."""
    # Not as a script of the page: its Content-Security-Policy lets none in.
    page.evaluate(f"() => {{ {AXE.read_text('utf-8')} }}")
    found = page.evaluate("() => axe.run().then((result) => result.violations)")
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
