"""E-mail through SES; the client is made at the first notice, since the API function never sends any."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.notify.bodies import headers, rendered


class Mail:
    """Sends notices from one address. SES reports to the destinations of `reports` what becomes of them; `client` makes its client when it is first needed."""

    def __init__(self, sender: str, reports: str, client: Callable[[], Any]) -> None:
        self._sender = sender
        self._reports = reports
        self._client = client

    def send(self, to: str, notice: Notice) -> None:
        """Send one notice; raises `Undeliverable` for an address that SES will never take, else botocore's errors, so that it is tried again."""
        try:
            self._client().send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [to]},
                Content={"Simple": _content(notice)},
                ConfigurationSetName=self._reports,
                EmailTags=[
                    {"Name": "code", "Value": notice.code},
                    {"Name": "audience", "Value": "supporter" if notice.supported else notice.audience},
                ],
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "BadRequestException":
                raise Undeliverable from error
            raise


def _content(notice: Notice) -> dict[str, Any]:
    it = rendered(notice)
    body = {"Text": _part(it.text), "Html": _part(it.html)}
    return {"Subject": _part(it.subject), "Body": body} | ({"Headers": headers(notice)} if notice.stop_at else {})


def _part(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": "UTF-8"}
