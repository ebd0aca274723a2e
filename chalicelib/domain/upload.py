"""An upload on its way to become an attachment: how it may be sent, what lies there, and what an inspection makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.attachment import Reason


@dataclass(frozen=True, slots=True)
class Clean:
    """What an inspection made of an upload: the file anew, without anything that was not meant to be sent, and a small picture of it if it is one."""

    type: str
    content: bytes
    thumbnail: bytes = b""


class Refused(Exception):
    """An inspection found what may not be kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class UploadForm:
    """Where and with which fields a browser posts a file; nothing else than the announced key, type and size is accepted."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Upload:
    """What lies at a key; `etag` names exactly this content."""

    type: str
    size: int
    etag: str
