"""E-mail through SES; the client is made at the first notice, since the API function never sends any."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.notify.texts import link_rendered, rendered


class Mail:
    """Sends notices from one address. `client` makes the SES v2 client when it is first needed."""

    def __init__(self, sender: str, client: Callable[[], Any]) -> None:
        self._sender = sender
        self._client = client

    def send(self, to: str, notice: Notice) -> None:
        """Send one notice; raises `Undeliverable` for an address that SES will never take, else botocore's errors, so that the record comes again."""
        self._send(to, *rendered(notice))

    def send_link(self, to: str, link: str, lang: str) -> None:
        """Send a link to the codes of a mailbox; raises as `send` does."""
        self._send(to, *link_rendered(link, lang))

    def _send(self, to: str, subject: str, body: str) -> None:
        content = {"Simple": {"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": {"Text": {"Data": body, "Charset": "UTF-8"}}}}
        try:
            self._client().send_email(FromEmailAddress=self._sender, Destination={"ToAddresses": [to]}, Content=content)
        except ClientError as error:
            if error.response["Error"]["Code"] == "BadRequestException":
                raise Undeliverable from error
            raise
