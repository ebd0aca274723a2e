"""The process that inspects one file: bytes come in by standard input, a line of JSON and the bytes of what was made of them go out by standard output."""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping

from chalicelib.domain.attachment import HEIC, JPEG, MP4, PDF, PNG, WEBP, Reason
from chalicelib.domain.upload import Clean, Refused
from chalicelib.inspection import documents, pictures, videos

MEMORY = 1024 * 1024 * 1024
"""Of addresses, half of which are the libraries."""
SECONDS = 30
"""Of the processor."""
KINDS: Mapping[str, Callable[[bytes, str], Clean]] = {
    JPEG: pictures.clean,
    PNG: pictures.clean,
    WEBP: pictures.clean,
    HEIC: pictures.clean,
    PDF: documents.clean,
    MP4: videos.clean,
}


def main(type_: str) -> None:
    """Inspect standard input."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints would garble the answer
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head, clean = _outcome(content, type_)
    with answer:
        answer.write(json.dumps(head).encode() + b"\n")
        answer.write(clean.content + clean.thumbnail)


def _outcome(content: bytes, type_: str) -> tuple[dict[str, object], Clean]:
    """What to say and to send. Whatever a library throws at a file, the file is not one that can be opened."""
    try:
        clean = KINDS[type_](content, type_)
    except Refused as refused:
        return {"refused": refused.reason}, Clean("", b"")
    except MemoryError:
        return {"refused": Reason.TOO_COMPLEX}, Clean("", b"")
    except Exception as error:  # noqa: BLE001 - libraries for files raise what they like
        return {"refused": Reason.UNREADABLE, "error": type(error).__name__}, Clean("", b"")
    return {"type": clean.type, "size": len(clean.content)}, clean


if __name__ == "__main__":
    main(sys.argv[1])
