"""What stands in front: the site's headers, which addresses are the API's, and the three small functions at CloudFront's edges."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra import worker
from local.site import tiles

Json = dict[str, Any]

ROOT = Path(__file__).parents[1]
SITE = ROOT / "web"
EDGE = ROOT / "infra" / "edge"
HEADERS = json.loads((ROOT / "infra" / "site-headers.json").read_text(encoding="utf-8"))
UPLOADS = "https://${AttachmentsBucket.RegionalDomainName}"
DOWNLOADS = "https://${FilesDistribution.DomainName}"
API = ("/v1/*", "/health")
RELEASE = "/release.json"
"""Which release the site is of; made when it is put up."""
LARGEST_FUNCTION = 10_000
"""Bytes that CloudFront takes."""
ALL_BUT_THE_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""CloudFront's own policy AllViewerExceptHostHeader: the gateway must see its own name."""
SECURITY: dict[str, tuple[str, Callable[[str], Json]]] = {
    "X-Content-Type-Options": ("ContentTypeOptions", lambda _: {}),
    "X-Frame-Options": ("FrameOptions", lambda value: {"FrameOption": value}),
    "Referrer-Policy": ("ReferrerPolicy", lambda value: {"ReferrerPolicy": value}),
}


def files() -> list[str]:
    """Every file of the site by its address, hidden ones left out."""
    found = (file.relative_to(SITE) for file in SITE.rglob("*") if file.is_file())
    return sorted([RELEASE, *(f"/{file.as_posix()}" for file in found if not any(part.startswith(".") for part in file.parts))])


def contents() -> dict[str, bytes]:
    """The files themselves, the service worker with what it keeps; it makes a version of its own of other files or headers."""
    plain = {address: (SITE / address.lstrip("/")).read_bytes() for address in files() if address != RELEASE}
    return plain | {f"/{worker.WORKER}": worker.filled(SITE, HEADERS).encode()}


def headers() -> Json:
    """The policy that adds the site's headers, the very ones of the local site, with the origins of this installation."""
    told = {name: value.replace(" {tiles}", tiles(SITE / "site.json")) for name, value in HEADERS.items()}
    policy = {"Fn::Sub": told.pop("Content-Security-Policy").replace("{uploads}", UPLOADS).replace("{files}", DOWNLOADS)}
    age = int(told.pop("Strict-Transport-Security").partition(";")[0].removeprefix("max-age="))
    known: Json = {SECURITY[name][0]: {**SECURITY[name][1](value), "Override": True} for name, value in told.items() if name in SECURITY}
    known["ContentSecurityPolicy"] = {"ContentSecurityPolicy": policy, "Override": True}
    known["StrictTransportSecurity"] = {"AccessControlMaxAgeSec": age, "IncludeSubdomains": True, "Override": True}
    rest = [{"Header": name, "Value": value, "Override": True} for name, value in told.items() if name not in SECURITY]
    config = {"Name": {"Fn::Sub": "${AWS::StackName}-site"}, "SecurityHeadersConfig": known, "CustomHeadersConfig": {"Items": rest}}
    return {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {"ResponseHeadersPolicyConfig": config}}


def functions() -> dict[str, str]:
    """The code of each function at the edges, by its name in the template."""
    code = {file.stem: file.read_text(encoding="utf-8") for file in sorted(EDGE.glob("*.js"))}
    listed = json.dumps(files(), separators=(",", ":"))
    return {"".join(part.title() for part in name.split("-")): text.replace('["FILES"]', listed) for name, text in code.items()}


def behaviours() -> list[Json]:
    """How the addresses of the API are handed on: everything to the API, nothing kept but what it calls public."""
    return [
        {
            "PathPattern": path,
            "TargetOriginId": "api",
            "ViewerProtocolPolicy": "https-only",
            "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
            "CachedMethods": ["GET", "HEAD"],
            "Compress": True,
            "CachePolicyId": {"Ref": "ApiCache"},
            "OriginRequestPolicyId": ALL_BUT_THE_HOST,
            "ResponseHeadersPolicyId": {"Ref": "ApiHeaders"},
            "FunctionAssociations": [{"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["ViewerAddress", "FunctionARN"]}}],
        }
        for path in API
    ]
