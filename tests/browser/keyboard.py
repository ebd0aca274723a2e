"""Finding one's way by keys alone."""

from playwright.sync_api import Locator

FAR = 60


def walk_to(target: Locator) -> None:
    """Presses Tab until the target has the focus."""
    for _ in range(FAR):
        if target.evaluate("node => node === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by {FAR} times Tab")


def press(target: Locator, *keys: str) -> None:
    """Walks to the target and presses keys there."""
    walk_to(target)
    for key in keys:
        target.page.keyboard.press(key)


def type_into(target: Locator, text: str) -> None:
    """Walks to the target and types."""
    walk_to(target)
    target.page.keyboard.type(text)
