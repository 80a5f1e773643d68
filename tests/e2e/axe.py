"""What the accessibility checker axe says about the page that is open."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.server import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STILL = """
() => Promise.all(document.getAnimations()
  .filter((one) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime))
  .map((one) => one.finished.catch(() => {}))).then(() => null)
"""


AGAIN_MS = 400


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, with where it is."""
    # Not as a script of the page: its Content-Security-Policy lets none in.
    page.evaluate(f"() => {{ {AXE.read_text('utf-8')} }}")
    found = _violations(page)
    # A button that changes its state just now has the contrast of neither: what is wrong stays wrong.
    for _ in range(2):
        if not found:
            break
        page.wait_for_timeout(AGAIN_MS)
        found = _violations(page)
    return found


def _violations(page: Page) -> list[str]:
    # What still fades in has less contrast than it will have; what moves for ever is not waited for.
    page.evaluate(STILL)
    found = page.evaluate("() => axe.run().then((result) => result.violations)")
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
