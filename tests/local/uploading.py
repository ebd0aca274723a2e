"""Sends a file through an upload form, as the page does in a browser."""

import urllib.request
from typing import Any

from tests import uploads

JPEG = uploads.photo()
BOUNDARY = "boundary-of-the-form"


def multipart(form: dict[str, Any], file: bytes, origin: str = "https://tanggap.example") -> tuple[dict[str, str], bytes]:
    """Headers and body as a browser makes them of the fields and the file, which comes last."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form["fields"].items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = "".join([*parts, head]).encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Origin": origin}, body


def upload(form: dict[str, Any], file: bytes, origin: str = "https://tanggap.example") -> Any:
    """The bucket's answer."""
    headers, body = multipart(form, file, origin)
    with urllib.request.urlopen(urllib.request.Request(form["url"], body, headers), timeout=10) as response:
        return response
