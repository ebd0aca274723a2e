"""E-mail through SES; the client is made at the first notice, since the API function never sends any."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.errors import Undeliverable
from chalicelib.domain.notices import Notice
from chalicelib.notify.bodies import Rendered, headers, link_rendered, question_rendered, rendered


class Mail:
    """Sends notices from one address. SES reports to the destinations of `reports` what becomes of them; `client` makes its client when it is first needed."""

    def __init__(self, sender: str, reports: str, client: Callable[[], Any]) -> None:
        self._sender = sender
        self._reports = reports
        self._client = client

    def send(self, to: str, notice: Notice) -> None:
        """Send one notice; raises `Undeliverable` for an address that SES will never take, else botocore's errors, so that it is tried again."""
        about = {"code": notice.code, "audience": "supporter" if notice.supported else notice.audience}
        self._send(to, rendered(notice), headers(notice), about)

    def send_link(self, to: str, link: str, lang: str) -> None:
        """Send a link to the codes of a mailbox; raises as `send` does."""
        self._send(to, link_rendered(link, lang), [], {"audience": "lost"})

    def ask_follower(self, to: str, link: str, code: str, lang: str) -> None:
        """Ask whoever reads the mail to an address whether they wish to follow a complaint; raises as `send` does."""
        self._send(to, question_rendered(link, code, lang), [], {"audience": "supporter"})

    def _send(self, to: str, it: Rendered, headers: list[dict[str, str]], about: Mapping[str, str]) -> None:
        """`about` comes back with what SES reports of the mail."""
        content = {"Subject": _part(it.subject), "Body": {"Text": _part(it.text), "Html": _part(it.html)}}
        try:
            self._client().send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [to]},
                Content={"Simple": content | ({"Headers": headers} if headers else {})},
                ConfigurationSetName=self._reports,
                EmailTags=[{"Name": name, "Value": value} for name, value in about.items()],
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "BadRequestException":
                raise Undeliverable from error
            raise


def _part(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": "UTF-8"}
