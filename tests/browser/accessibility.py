"""axe-core on a page as it stands."""

from importlib import resources

from playwright.sync_api import Page

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations
    .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target} ${failureSummary}`))"""


def violations(page: Page) -> list[str]:
    """What axe finds, one line for each place; hidden parts do not count, so each state is asked about by itself."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, RULES)
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def assert_sound(page: Page) -> None:
    """Nothing for axe to find, nothing to scroll sideways."""
    found = violations(page)
    assert not found, "\n".join(found)
    assert overflow(page) <= 0, f"{page.url} is {overflow(page)} px too wide"
