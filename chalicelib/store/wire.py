"""What DynamoDB answers, as it comes over the wire: JSON, and the stores read nothing else of it.

botocore walks each answer once more along the service's model, value by value, which takes longer than everything else that is done to read a list. The
model only adds what no table of ours has: bytes, and instants in DynamoDB's own form.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from botocore.parsers import ResponseParserFactory

PROTOCOL = "json"
"""DynamoDB's; S3 and SES have others, and botocore's own parsers."""


class PlainParsers(ResponseParserFactory):
    """What botocore asks for a parser of each answer; registered with a session as `response_parser_factory`."""

    def __init__(self) -> None:
        super().__init__()
        self._plain = _Plain(super().create_parser(PROTOCOL))

    def create_parser(self, protocol_name: str) -> Any:
        """The parser of a protocol."""
        return self._plain if protocol_name == PROTOCOL else super().create_parser(protocol_name)


class _Plain:
    """Reads what succeeded as it is; what did not, botocore reads."""

    def __init__(self, modelled: Any) -> None:
        self._modelled = modelled

    def parse(self, response: Mapping[str, Any], shape: Any) -> dict[str, Any]:
        """An answer, with what botocore says of each."""
        if response["status_code"] >= HTTPStatus.MULTIPLE_CHOICES or not response["body"]:
            refused: dict[str, Any] = self._modelled.parse(response, shape)
            return refused
        headers = {name.lower(): value for name, value in response["headers"].items()}
        said = {"RequestId": headers.get("x-amzn-requestid", ""), "HTTPStatusCode": response["status_code"], "HTTPHeaders": headers}
        parsed: dict[str, Any] = msgspec.json.decode(response["body"])
        return parsed | {"ResponseMetadata": said}
