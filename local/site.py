"""The pages of the site as files, with the headers they will have in front of the deployed site."""

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from infra import worker

ROOT = Path(__file__).parents[1]
HEADERS = ROOT / "infra" / "site-headers.json"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Page:
    """An answer: what a browser gets for an address."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes = b""


class Site:
    """The directory of pages. `uploads` is the one other origin that pages may send files to, and see pictures of; pictures may come from that of the tiles in `site.json` too."""

    def __init__(self, directory: Path, uploads: str) -> None:
        self._directory = directory.resolve()
        origins = {"{uploads}": uploads, "{files}": uploads, " {tiles}": _tiles(self._directory / "site.json")}
        self._headers = {name: _filled(value, origins) for name, value in json.loads(HEADERS.read_text()).items()}

    def get(self, address: str, if_none_match: str | None = None, if_modified_since: str | None = None) -> Page:
        """The file at `address`, a directory's `index.html`, or the page that says there is none."""
        path = "/" + unquote(urlsplit("/" + address.lstrip("/")).path).lstrip("/")  # "//x" would name a host
        file = self._file(path)
        if file and file.is_dir():
            return self._index(file, path, if_none_match, if_modified_since)
        if file and file.is_file():
            return self._content(HTTPStatus.OK, file, if_none_match, if_modified_since)
        return self._missing(path)

    def _file(self, path: str) -> Path | None:
        """The file meant by `path`, unless that is hidden or lies outside the directory, also by way of a link."""
        if "\0" in path or any(part.startswith(".") for part in path.split("/")):
            return None
        file = (self._directory / path.lstrip("/")).resolve()
        return file if file.is_relative_to(self._directory) else None

    def _index(self, directory: Path, path: str, if_none_match: str | None, if_modified_since: str | None) -> Page:
        file = directory / "index.html"
        if not file.is_file():
            return self._missing(path)
        if not path.endswith("/"):
            return Page(HTTPStatus.MOVED_PERMANENTLY, self._headers | {"Location": "/" + path.strip("/") + "/"})
        return self._content(HTTPStatus.OK, file, if_none_match, if_modified_since)

    def _missing(self, path: str) -> Page:
        """The not-found page nearest to `path`, so that each language has its own."""
        first = path.strip("/").partition("/")[0]
        for directory in (self._file(first), self._directory):
            if directory and (file := directory / "404.html").is_file():
                return self._content(HTTPStatus.NOT_FOUND, file)
        return Page(HTTPStatus.NOT_FOUND, self._headers | {"Content-Type": TYPES[".txt"]}, b"There is nothing at this address.\n")

    def _content(self, status: HTTPStatus, file: Path, if_none_match: str | None = None, if_modified_since: str | None = None) -> Page:
        body = self._body(file)
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        modified = int(file.stat().st_mtime)
        headers = self._headers | {"ETag": etag, "Last-Modified": formatdate(modified, usegmt=True), "Cache-Control": "no-cache"}
        if status is HTTPStatus.OK and _unchanged(etag, modified, if_none_match, if_modified_since):
            return Page(HTTPStatus.NOT_MODIFIED, headers)
        return Page(status, headers | {"Content-Type": _type(file)}, body)

    def _body(self, file: Path) -> bytes:
        """The file as it is, but for the service worker, which is told of all others."""
        if file == self._directory / worker.WORKER:
            return worker.filled(self._directory, self._headers).encode()
        return file.read_bytes()


def _tiles(settings: Path) -> str:
    """The origin of map tiles, after a space, if the operator has set their address; `{s}` in it stands for any name."""
    address = json.loads(settings.read_text()).get("tiles", "") if settings.is_file() else ""
    parts = urlsplit(address.replace("{s}", "*"))
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _filled(value: str, origins: Mapping[str, str]) -> str:
    for name, origin in origins.items():
        value = value.replace(name, origin)
    return value


def _unchanged(etag: str, modified: int, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether the browser's copy is the same; the date counts only where no tag is given (RFC 9110)."""
    if if_none_match is not None:
        return if_none_match.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    try:
        return if_modified_since is not None and parsedate_to_datetime(if_modified_since).timestamp() >= modified
    except ValueError:
        return False


def _type(file: Path) -> str:
    return TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
