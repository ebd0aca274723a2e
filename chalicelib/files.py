"""The bucket of attachments and exports: upload forms bound to one key, type and size, and short-lived links. The client is made when first needed."""

from collections.abc import Callable
from http import HTTPStatus
from typing import IO, Any

from botocore.exceptions import ClientError

from chalicelib.domain.attachment import Upload, UploadForm


class Files:
    """One bucket. `client` makes the S3 client when it is first needed: most requests have nothing to do with files."""

    def __init__(self, bucket: str, client: Callable[[], Any]) -> None:
        self._bucket = bucket
        self._client = client

    def upload_form(self, key: str, type_: str, size: int, seconds: int) -> UploadForm:
        """A presigned POST that accepts exactly this key, type and number of bytes."""
        conditions = [{"Content-Type": type_}, ["content-length-range", size, size]]
        post = self._client().generate_presigned_post(self._bucket, key, {"Content-Type": type_}, conditions, ExpiresIn=seconds)
        return UploadForm(post["url"], post["fields"])

    def link(self, key: str, name: str, type_: str, seconds: int) -> str:
        """A presigned address that downloads the file under its name, never shows it in the page."""
        safe = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name if letter.isascii()) or "attachment"
        headers = {"ResponseContentDisposition": f'attachment; filename="{safe}"', "ResponseContentType": type_}
        address: str = self._client().generate_presigned_url("get_object", {"Bucket": self._bucket, "Key": key} | headers, ExpiresIn=seconds)
        return address

    def keep(self, key: str, kept_key: str, etag: str) -> None:
        """Copy an upload to where no form can write, if it is still the one that was looked at; raises botocore's error if not."""
        source = {"Bucket": self._bucket, "Key": key}
        self._client().copy_object(Bucket=self._bucket, Key=kept_key, CopySource=source, CopySourceIfMatch=etag)

    def found(self, key: str) -> Upload | None:
        """What lies there, none if nothing does."""
        try:
            head = self._client().head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                return None
            raise
        return Upload(head["ContentType"], head["ContentLength"], head["ETag"])

    def put(self, key: str, file: IO[bytes], type_: str) -> None:
        """Keep a file of our own, read from where it stands to its end."""
        self._client().put_object(Bucket=self._bucket, Key=key, Body=file, ContentType=type_)

    def read(self, key: str) -> IO[bytes]:
        """What was kept there, to be read once from its beginning; raises botocore's error if nothing was."""
        body: IO[bytes] = self._client().get_object(Bucket=self._bucket, Key=key)["Body"]
        return body
