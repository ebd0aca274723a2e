"""The bucket of attachments and exports: upload forms bound to one key, type and size, and short-lived links. The client is made when first needed."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from chalicelib.domain.errors import Conflict
from chalicelib.domain.upload import Upload, UploadForm

ORPHAN = "state=orphan"
"""The tag of what nothing refers to yet: the bucket removes what keeps it."""
CHUNK = 1 << 16
VERDICT = "GuardDutyMalwareScanStatus"
"""The tag in which GuardDuty Malware Protection for S3 writes what it found."""


class Files:
    """One bucket. `front` is the public address that adds headers to what is downloaded.

    `client` makes the S3 client when it is first needed: most requests have nothing to do with files.
    """

    def __init__(self, bucket: str, front: str, client: Callable[[], Any]) -> None:
        self._bucket = bucket
        self._front = urlsplit(front)
        self._client = client

    def upload_form(self, key: str, type_: str, size: int, seconds: int) -> UploadForm:
        """A presigned POST that accepts exactly this key, type and number of bytes."""
        conditions = [{"Content-Type": type_}, ["content-length-range", size, size]]
        post = self._client().generate_presigned_post(self._bucket, key, {"Content-Type": type_}, conditions, ExpiresIn=seconds)
        return UploadForm(post["url"], post["fields"])

    def link(self, key: str, name: str, type_: str, seconds: int) -> str:
        """A presigned address that downloads the file under its name, never shows it in the page. It leads by the front, which hands the rest on as it is."""
        safe = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name if letter.isascii()) or "attachment"
        headers = {"ResponseContentDisposition": f'attachment; filename="{safe}"', "ResponseContentType": type_}
        signed: str = self._client().generate_presigned_url("get_object", {"Bucket": self._bucket, "Key": key} | headers, ExpiresIn=seconds)
        return urlsplit(signed)._replace(scheme=self._front.scheme, netloc=self._front.netloc).geturl()

    def found(self, key: str) -> Upload | None:
        """What lies there, none if nothing does."""
        try:
            head = self._client().head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _status(error) == HTTPStatus.NOT_FOUND:
                return None
            raise
        return Upload(head["ContentType"], head["ContentLength"], head["ETag"])

    def read_upload(self, key: str, etag: str) -> bytes:
        """What lies there, whole; raises `Conflict` when it is no longer what was found."""
        try:
            content: bytes = self._client().get_object(Bucket=self._bucket, Key=key, IfMatch=etag)["Body"].read()
        except ClientError as error:
            if _status(error) in (HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED):
                raise Conflict("something else was uploaded meanwhile") from error
            raise
        return content

    def verdict(self, key: str) -> str:
        """What the malware scanner wrote about what lies there, nothing while it has not."""
        tags = self._client().get_object_tagging(Bucket=self._bucket, Key=key)["TagSet"]
        return next((str(tag["Value"]) for tag in tags if tag["Key"] == VERDICT), "")

    def keep(self, key: str, content: bytes, type_: str) -> None:
        """Keep an inspected file, as an orphan until it is adopted."""
        self._client().put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=type_, ContentDisposition="attachment", Tagging=ORPHAN)

    def adopt(self, key: str) -> None:
        """Something refers to it now: it stays."""
        self._client().delete_object_tagging(Bucket=self._bucket, Key=key)

    def remove(self, key: str) -> None:
        """Take away what lies there, if anything does."""
        self._client().delete_object(Bucket=self._bucket, Key=key)

    def put(self, key: str, file: IO[bytes], type_: str) -> None:
        """Keep a file of our own, read from where it stands to its end."""
        self._client().put_object(Bucket=self._bucket, Key=key, Body=file, ContentType=type_)

    def lines(self, key: str) -> Iterator[bytes]:
        """The lines of what was kept there, as they come; raises botocore's error if nothing was."""
        lines: Iterator[bytes] = self._client().get_object(Bucket=self._bucket, Key=key)["Body"].iter_lines(CHUNK, keepends=True)
        return lines


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
