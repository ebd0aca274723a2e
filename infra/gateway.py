"""What API Gateway itself answers, before a function is asked: problem+json like everything else."""

import json
from typing import Any

HEADERS = {"Content-Type": "'application/problem+json'", "Cache-Control": "'no-store'"}
KINDS: dict[str, tuple[int | None, str, str]] = {
    "MISSING_AUTHENTICATION_TOKEN": (404, "not-found", "There is nothing at this address"),
    "RESOURCE_NOT_FOUND": (404, "not-found", "There is nothing at this address"),
    "INVALID_API_KEY": (403, "forbidden", "Requests come by the address of the site only"),
    "ACCESS_DENIED": (403, "forbidden", "Requests come by the address of the site only"),
    "WAF_FILTERED": (429, "busy", "Too many requests"),
    "THROTTLED": (429, "busy", "Too many requests"),
    "QUOTA_EXCEEDED": (429, "busy", "Too many requests"),
    "REQUEST_TOO_LARGE": (413, "body-too-large", "The request is too large"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported-media-type", "The body must be JSON"),
    "BAD_REQUEST_BODY": (400, "not-json", "The body is not JSON"),
    "INTEGRATION_TIMEOUT": (504, "busy", "The answer took too long"),
    "INTEGRATION_FAILURE": (502, "busy", "The service is not available now"),
    "API_CONFIGURATION_ERROR": (500, "internal-error", "Something went wrong"),
    "DEFAULT_4XX": (None, "", "The request was refused"),
    "DEFAULT_5XX": (None, "internal-error", "Something went wrong"),
}
"""Status (the gateway's own where there is none), code of the problem, title."""


def responses() -> dict[str, Any]:
    """For `GatewayResponses` of the API."""
    return {kind: _response(*told) for kind, told in KINDS.items()}


def _response(status: int | None, code: str, title: str) -> dict[str, Any]:
    document = {"type": f"/problems.html#{code}" if code else "about:blank", "title": title} | ({"status": status} if status else {})
    whole = {"ResponseParameters": {"Headers": HEADERS}, "ResponseTemplates": {"application/json": json.dumps(document)}}
    return whole | ({"StatusCode": status} if status else {})
