"""Releases: what was packaged, kept in a bucket by what is in it, so that any can be put up again; and which stage had which, when."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from infra import front
from infra.place import Place, Refused


@dataclass(frozen=True)
class Release:
    """A template with the addresses of its zips, and the files of the site by their addresses."""

    id: str
    template: str
    site: Mapping[str, bytes]


def bucket(place: Place) -> str:
    """The bucket of the releases, made when it is not there."""
    account = place.client("sts").get_caller_identity()["Account"]
    name, s3 = f"tanggap-releases-{account}-{place.region}", place.client("s3")
    if name not in {one["Name"] for one in s3.list_buckets()["Buckets"]}:
        where = {} if place.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": place.region}}
        s3.create_bucket(Bucket=name, **where)
    closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
    return name


def made(archive: Path, place: Place) -> Release:
    """Puts what was packaged beside `archive` into the bucket; the same content is the same release."""
    there, s3 = bucket(place), place.client("s3")
    text = archive.with_name("sam.json").read_text(encoding="utf-8")
    for file in (archive, archive.with_name("inspection.zip")):
        key = f"code/{hashlib.sha256(file.read_bytes()).hexdigest()}.zip"
        if not _has(s3, there, key):
            s3.upload_file(str(file), there, key)
        text = text.replace(f"./{file.name}", f"s3://{there}/{key}")
    site = front.contents()
    release = Release(_identity(text, site), text, site)
    s3.put_object(Bucket=there, Key=_key(release.id, "site.zip"), Body=_zipped(site))
    s3.put_object(Bucket=there, Key=_key(release.id, "template.json"), Body=text.encode())
    return release


def address(release: Release, place: Place) -> str:
    """Where CloudFormation reads the release's template."""
    s3 = place.client("s3")
    return f"{s3.meta.endpoint_url}/{bucket(place)}/{_key(release.id, 'template.json')}"


def read(id_: str, place: Place) -> Release:
    """A release that was put up before; raises `Refused`."""
    there, s3 = bucket(place), place.client("s3")
    if not _has(s3, there, _key(id_, "template.json")):
        raise Refused(f"There is no release {id_} in {there}.")
    template = s3.get_object(Bucket=there, Key=_key(id_, "template.json"))["Body"].read().decode()
    with zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=there, Key=_key(id_, "site.zip"))["Body"].read())) as packed:
        return Release(id_, template, {name: packed.read(name) for name in packed.namelist()})


def note(stage: str, id_: str, at: datetime, place: Place) -> None:
    """Notes that the stage has that release from now on, and that its smoke test held."""
    lines = [*history(stage, place), {"release": id_, "at": at.isoformat(timespec="seconds")}]
    place.client("s3").put_object(Bucket=bucket(place), Key=f"history/{stage}.json", Body=json.dumps(lines, indent=1).encode())


def history(stage: str, place: Place) -> list[dict[str, str]]:
    """Which releases the stage had, the last one last."""
    there, s3 = bucket(place), place.client("s3")
    if not _has(s3, there, f"history/{stage}.json"):
        return []
    lines: list[dict[str, str]] = json.loads(s3.get_object(Bucket=there, Key=f"history/{stage}.json")["Body"].read())
    return lines


def before(stage: str, now: str, place: Place) -> str | None:
    """The last release of the stage that is another than the one it has now."""
    return next((line["release"] for line in reversed(history(stage, place)) if line["release"] != now), None)


def _identity(template: str, site: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256(template.encode())
    for name in sorted(site):
        whole.update(name.encode() + b"\0" + hashlib.sha256(site[name]).digest())
    return whole.hexdigest()[:12]


def _zipped(site: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(site):
            packed.writestr(name, site[name])
    return target.getvalue()


def _has(s3: Any, there: str, key: str) -> bool:
    return any(one["Key"] == key for one in s3.list_objects_v2(Bucket=there, Prefix=key).get("Contents", ()))


def _key(id_: str, name: str) -> str:
    return f"releases/{id_}/{name}"
