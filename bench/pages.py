"""How much a page's first load is: what it names itself, compressed."""

import gzip
import re
from pathlib import Path
from typing import Any

WEB = Path(__file__).parents[1] / "web"
PAGES = ("index.html", "complain.html", "receipt.html", "track.html", "problems.html")
LOADED = re.compile(r'(?:src|href)="([^"#]+\.(?:css|js))"')


def pages() -> list[dict[str, Any]]:
    """Each Indonesian page with its styles and modules; modules are all named on the page, so that they load at once."""
    return [{"page": name, "files": len(files), "bytes": sum(map(_compressed, files))} for name in PAGES for files in [_loaded(name)]]


def _loaded(name: str) -> set[Path]:
    page = WEB / name
    return {page} | {WEB / address.lstrip("/") for address in LOADED.findall(page.read_text(encoding="utf-8"))}


def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), mtime=0))
