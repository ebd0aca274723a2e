"""What stands in front: which file is meant, what may be kept, and by whom."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chalicelib.api.http import PRIVATE
from infra import front, site_files, template
from local.server import API
from local.site import HEADERS

WHOLE = template.whole()["Resources"]
DISTRIBUTION = WHOLE["Front"]["Properties"]["DistributionConfig"]
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="CloudFront's functions are JavaScript")


def edge(name: str, event: dict[str, Any]) -> dict[str, Any]:
    """What a function at the edge makes of an event."""
    code = f"{front.functions()[name]}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    done = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@needs_node
@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/", "/index.html"),
        ("/track.html", "/track.html"),
        ("/en/", "/en/index.html"),
        ("/release.json", "/release.json"),
        ("/no-such-page.html", "/404.html"),
        ("/en/no-such-page.html", "/en/404.html"),
        ("/js/", "/404.html"),
        ("/../secret", "/404.html"),
    ],
)
def test_an_address_means_a_file_or_the_page_that_says_there_is_none(asked: str, meant: str) -> None:
    assert edge("PageAddresses", {"request": {"uri": asked}})["uri"] == meant


@needs_node
def test_a_folder_without_its_stroke_leads_to_the_one_with_it() -> None:
    answer = edge("PageAddresses", {"request": {"uri": "/en"}})
    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (301, "/en/")


@needs_node
def test_the_page_that_says_so_is_answered_with_404_and_others_as_they_come() -> None:
    missing = edge("PageStatus", {"response": {"statusCode": 200, "headers": {"x-amz-meta-status": {"value": "404"}}}})
    page = edge("PageStatus", {"response": {"statusCode": 200, "headers": {}}})
    assert (missing["statusCode"], missing["headers"], page["statusCode"]) == (404, {}, 200)


@needs_node
def test_the_firewall_counts_the_address_that_cloudfront_sees_whatever_was_sent() -> None:
    event = {"viewer": {"ip": "203.0.113.7"}, "request": {"headers": {"x-viewer-address": {"value": "198.51.100.1"}}}}
    [key] = WHOLE["Firewall"]["Properties"]["Rules"][0]["Statement"]["RateBasedStatement"]["CustomKeys"]
    assert edge("ViewerAddress", event)["headers"][key["Header"]["Name"]] == {"value": "203.0.113.7"}


def test_a_function_at_the_edge_is_not_larger_than_cloudfront_takes() -> None:
    assert {name: len(code) for name, code in front.functions().items() if len(code.encode()) > front.LARGEST_FUNCTION} == {}


def test_the_api_is_handed_on_by_the_same_addresses_as_on_this_machine() -> None:
    assert {path.removesuffix("/*") for path in front.API} == set(API)


def test_nothing_is_kept_of_the_api_but_what_it_calls_public_and_that_apart_for_each_credential() -> None:
    policy = WHOLE["ApiCache"]["Properties"]["CachePolicyConfig"]
    told = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)
    assert set(told["HeadersConfig"]["Headers"]) == {"Authorization", "Receipt-Secret"}
    assert told["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert [one["CachePolicyId"] for one in DISTRIBUTION["CacheBehaviors"]] == [{"Ref": "ApiCache"}] * len(front.API)
    assert PRIVATE == {"Cache-Control": "no-store"}


def test_no_error_is_kept() -> None:
    kept = {one["ErrorCode"]: one["ErrorCachingMinTTL"] for one in DISTRIBUTION["CustomErrorResponses"]}
    assert kept == dict.fromkeys((404, 500, 502, 503, 504), 0)


def test_pages_have_the_headers_of_the_local_site() -> None:
    config = WHOLE["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    wanted = json.loads(HEADERS.read_text())
    known = {name for name, (key, _) in front.SECURITY.items() if key in config["SecurityHeadersConfig"]}
    rest = {one["Header"] for one in config["CustomHeadersConfig"]["Items"]}
    assert known | rest | {"Content-Security-Policy", "Strict-Transport-Security"} == set(wanted)
    policy = config["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    assert "{" not in policy.replace(front.UPLOADS, "").replace(front.DOWNLOADS, "")


def test_browsers_ask_for_pages_and_code_each_time_and_keep_pictures_for_a_day() -> None:
    kept = {Path(address).suffix: site_files.kept(address) for address in front.files()}
    assert {kept[suffix] for suffix in (".html", ".js", ".css", ".json")} == {"no-cache"}
    assert kept[".svg"].startswith("public, max-age=86400")
    assert site_files.kept("/sw.js") == "no-cache"


def test_pages_come_up_after_what_they_need_and_the_service_worker_last() -> None:
    order = sorted(["/index.html", "/sw.js", "/js/dom.js", "/css/base.css"], key=site_files.turn)
    assert order == ["/css/base.css", "/js/dom.js", "/index.html", "/sw.js"]


def test_only_the_page_that_says_there_is_none_carries_a_status() -> None:
    assert site_files.described("/en/404.html")["Metadata"] == {"status": "404"}
    assert "Metadata" not in site_files.described("/track.html")


def test_the_buckets_are_closed_and_refuse_what_does_not_come_by_tls() -> None:
    for name in ("SiteBucket", "AttachmentsBucket"):
        assert all(WHOLE[name]["Properties"]["PublicAccessBlockConfiguration"].values())
        statements = WHOLE[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        assert {"aws:SecureTransport": "false"} in [one["Condition"].get("Bool") for one in statements if one["Effect"] == "Deny"]


def test_the_gateway_takes_calls_with_the_fronts_secret_alone() -> None:
    [api] = [origin for origin in DISTRIBUTION["Origins"] if origin["Id"] == "api"]
    assert WHOLE["RestAPI"]["Properties"]["Auth"] == {"ApiKeyRequired": True}
    assert api["OriginCustomHeaders"] == [{"HeaderName": "x-api-key", "HeaderValue": WHOLE["FrontKey"]["Properties"]["Value"]}]
