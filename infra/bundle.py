"""Finishes Chalice's zip: takes out what no function uses, adds compiled code, and makes the same zip from the same files.

Lambda cannot write compiled code next to the sources, so without this every cold start compiles everything again; and
most of a zip with botocore is the descriptions of 400 services that are never called.
"""

import compileall
import gzip
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

SERVICES = frozenset({"dynamodb", "s3", "ses", "sesv2", "sqs"})
ENDPOINTS = frozenset({"dynamodb", "email", "s3", "sqs"})
"""What these are called in the list of endpoints."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def finish(archive: Path) -> None:
    """Rewrites `archive` in place."""
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        with zipfile.ZipFile(archive) as source:
            source.extractall(root)
        _trim_botocore(root / "botocore" / "data")
        _compile(root, "/var/task")
        _zip(root, archive)


def layer(root: Path, archive: Path) -> None:
    """Zips the files of a layer, with compiled code."""
    _compile(root, "/opt")
    _zip(root, archive)


def _trim_botocore(data: Path) -> None:
    """Leaves the services we call, without their documentation, and their endpoints in AWS's public partition."""
    for service in data.iterdir() if data.exists() else ():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    for description in data.glob("*/*/*.json.gz"):
        plain = json.loads(gzip.decompress(description.read_bytes()))
        description.with_suffix("").write_text(json.dumps(_without_documentation(plain), separators=(",", ":")))
        description.unlink()
    if (endpoints := data / "endpoints.json").exists():
        known = json.loads(endpoints.read_text())
        known["partitions"] = [_with_our_endpoints(partition) for partition in known["partitions"] if partition["partition"] == "aws"]
        endpoints.write_text(json.dumps(known, separators=(",", ":")))


def _with_our_endpoints(partition: dict[str, Any]) -> dict[str, Any]:
    return partition | {"services": {name: known for name, known in partition["services"].items() if name in ENDPOINTS}}


def _without_documentation(value: Any) -> Any:
    """Empties the texts and leaves their keys: botocore reads some of them. A member may be called so itself; it is no text."""
    if isinstance(value, dict):
        return {name: "" if name == "documentation" and isinstance(part, str) else _without_documentation(part) for name, part in value.items()}
    return [_without_documentation(part) for part in value] if isinstance(value, list) else value


def _compile(root: Path, place: str) -> None:
    """Compiled code that is never checked against its source, and knows it as Lambda does. Needs the Python of the functions."""
    for leftover in list(root.rglob("__pycache__")):
        shutil.rmtree(leftover)
    mode = PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(root, quiet=2, stripdir=str(root), prependdir=place, invalidation_mode=mode)


def _zip(root: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for file in _files(root):
            entry = zipfile.ZipInfo(file.relative_to(root).as_posix(), LONG_AGO)
            entry.external_attr = (0o755 if os.access(file, os.X_OK) else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, file.read_bytes())


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(file for file in root.rglob("*") if file.is_file())
