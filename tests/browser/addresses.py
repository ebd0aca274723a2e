"""Every page of the site, found in its files, so that a new one is covered from its first day."""

from pathlib import Path

WEB = Path(__file__).parents[2] / "web"
# Pages that show something only when told what; without it they show that there is nothing.
WITH = {"explore.html": ["?late=true&region=51", "?region=95"]}


def addresses(language: str) -> list[str]:
    """The addresses of a language's pages, with what they can be told."""
    folder = WEB if language == "id" else WEB / "en"
    names = sorted(path.name for path in folder.glob("*.html"))
    return [f"/{(folder / name).relative_to(WEB)}{more}" for name in names for more in ("", *WITH.get(name, ()))]


EVERY = [*addresses("id"), *addresses("en")]
