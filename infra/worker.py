"""What the service worker of the site is told: every file that it keeps a copy of, by its digest. It holds for the site as it is served or packaged, so no list can be forgotten."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

WORKER = "sw.js"
GAP = 'const FILES = {};\nconst HEADERS = "";\n'


def filled(directory: Path, headers: Mapping[str, str]) -> str:
    """The worker of the site in `directory`, which is served with `headers`: other headers make another version too, since a copy keeps those it came with."""
    source = (directory / WORKER).read_text(encoding="utf-8")
    if source.count(GAP) != 1:
        raise ValueError(f"{WORKER} has no place for its files")
    listed = json.dumps(files(directory), indent=2)
    return source.replace(
        GAP, f"const FILES = {listed};\nconst HEADERS = {json.dumps(_digest(json.dumps(dict(headers), sort_keys=True).encode()))};\n"
    )


def files(directory: Path) -> dict[str, str]:
    """Each file that pages are made of, with the SHA-256 that a browser compares; of vendored libraries those that a page names, since the others are for who needs them.

    The pictures for the home screen are the device's own affair: it fetches and keeps them when the site is installed.
    """
    pages = "".join(path.read_text(encoding="utf-8") for path in directory.rglob("*.html"))
    found = sorted(path for path in directory.rglob("*") if path.is_file())
    paths = {f"/{path.relative_to(directory).as_posix()}": path for path in found}
    return {address: _digest(path.read_bytes()) for address, path in paths.items() if _is_kept(address, pages)}


def _is_kept(address: str, pages: str) -> bool:
    if address == f"/{WORKER}" or "/." in address or address.startswith("/img/icon-"):
        return False
    return not address.startswith("/vendor/") or f'"{address}"' in pages


def _digest(content: bytes) -> str:
    return b64encode(hashlib.sha256(content).digest()).decode()
