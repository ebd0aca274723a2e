"""Every page of the site, found in its files, so that a new one is covered from its first day."""

from pathlib import Path

WEB = Path(__file__).parents[2] / "web"
# Pages that show something only when told what; without it they show that there is nothing.
WITH = {
    "agencies.html": ["?kind=city&q=denpasar", "?q=nothing-like-it"],
    "agency.html": ["?code=51.71", "?code=none"],
    "explore.html": ["?late=true&region=51", "?region=95"],
    "poster.html": ["?agency=51.71"],
    "scores.html": ["?period=2026-10&kind=city", "?period=1999-01&kind=ciy"],
    "statistics.html": ["?period=2026-10", "?period=1999-01"],
}

REFUSED = ["/404.html", "/v1/agencies/none/"]
"""What the server rightly refuses on the way; browsers tell of it on the console."""


def addresses(language: str) -> list[str]:
    """The addresses of a language's pages, with what they can be told."""
    files = [path.relative_to(WEB).as_posix() for path in sorted(WEB.rglob("*.html"))]
    names = [name for name in files if name.startswith("en/") == (language == "en")]
    return [f"/{name}{more}" for name in names for more in ("", *WITH.get(name.removeprefix("en/"), ()))]
