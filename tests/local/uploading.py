"""Sends a file through an upload form, as the page does in a browser."""

import urllib.request
from typing import Any

JPEG = b"\xff\xd8\xff\xe0 not much of a picture \xff\xd9"
BOUNDARY = "boundary-of-the-form"


def upload(form: dict[str, Any], file: bytes, origin: str = "https://tanggap.example") -> Any:
    """The bucket's answer."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form["fields"].items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = "".join([*parts, head]).encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Origin": origin}
    with urllib.request.urlopen(urllib.request.Request(form["url"], body, headers), timeout=10) as response:
        return response
