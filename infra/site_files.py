"""Puts the files of the site into their bucket, each with its type and how long browsers may keep it, and takes them out of CloudFront."""

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from infra import front
from infra.place import Place
from infra.releases import Release
from infra.stacks import patience
from local.site import media_type

ASKED_EACH_TIME = "no-cache"
KEPT_A_DAY = "public, max-age=86400, stale-while-revalidate=604800"
PICTURES = {".svg", ".png", ".ico", ".webp", ".woff2"}
LAST = (".html", ".webmanifest")
"""Pages come after what they need, so that nobody gets a page without it; the service worker comes after all."""
WORKER = "/sw.js"


def kept(address: str) -> str:
    """How long a browser may keep a file without asking. Names do not change with the content, so code is asked for each time."""
    return KEPT_A_DAY if PurePosixPath(address).suffix in PICTURES else ASKED_EACH_TIME


def put(release: Release, bucket: str, distribution: str, place: Place) -> int:
    """Puts up what differs and takes away what is no longer there; says how many files were put up."""
    s3 = place.client("s3")
    there = {
        f"/{one['Key']}": one["ETag"].strip('"')
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for one in page.get("Contents", ())
    }
    wanted = dict(release.site) | {front.RELEASE: json.dumps({"release": release.id}).encode()}
    changed = [address for address in sorted(wanted, key=turn) if there.get(address) != _tag(wanted[address])]
    for address in changed:
        s3.put_object(Bucket=bucket, Key=address.lstrip("/"), Body=wanted[address], **described(address))
    for address in set(there) - set(wanted):
        s3.delete_object(Bucket=bucket, Key=address.lstrip("/"))
    if changed or set(there) - set(wanted):
        _forget(distribution, place)
    return len(changed)


def described(address: str) -> dict[str, Any]:
    """The headers that a file is served with. The page that says there is nothing carries its status, which CloudFront's function reads."""
    told: dict[str, Any] = {"ContentType": media_type(PurePosixPath(address)), "CacheControl": kept(address)}
    return told | ({"Metadata": {"status": "404"}} if address.endswith("/404.html") else {})


def turn(address: str) -> tuple[bool, bool, str]:
    """What is put up when."""
    return address == WORKER, address.endswith(LAST), address


def _tag(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def _forget(distribution: str, place: Place) -> None:
    """CloudFront keeps files until it is told to forget them; done when every edge has."""
    front_ = place.client("cloudfront")
    batch: Mapping[str, Any] = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time())}
    made = front_.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)["Invalidation"]["Id"]
    front_.get_waiter("invalidation_completed").wait(DistributionId=distribution, Id=made, WaiterConfig=patience(place))
