"""The answers about files: how to send one, where to fetch one."""

from chalicelib.api.answers import Answer, Instant


class Form(Answer):
    """Send `fields` and then the file as field `file`, as multipart/form-data, to `url`."""

    url: str
    fields: dict[str, str]
    expires_at: Instant


class Upload(Answer):
    """The number of an attachment, and the form to send it with."""

    number: int
    upload: Form


class ExportLink(Answer):
    """A short-lived address of a file that is too large to be the answer itself."""

    url: str
    expires_at: Instant
    rows: int
    bytes: int


class Link(Answer):
    """Short-lived addresses of a file, and of a small picture of it where there is one."""

    url: str
    thumbnail: str | None
    expires_at: Instant
