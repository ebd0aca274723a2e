"""The bundle is small, the same every time, and needs nothing but itself and Python."""

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import bundle
from tests.infra.deployment import architecture

START = """
import os, sys
sys.path[:] = [sys.argv[1], *(path for path in sys.path if 'site-packages' not in path)]
os.environ.update(STAGE='dev', CASES_TABLE='cases', IDENTITIES_TABLE='identities', ATTACHMENTS_BUCKET='bucket', RECEIPT_KEY='k' * 32,
                  SITE_URL='https://tanggap.example', MAIL_FROM='a@tanggap.example', MAIL_REPORTS='reports', FILES_URL='https://files.example', MALWARE_SCAN='off',
                  WEBHOOKS_TO='internet', AWS_DEFAULT_REGION='ap-southeast-3')
import app
from chalicelib import wiring
wiring.deps()
import botocore.session
for service in ('dynamodb', 's3', 'sesv2'):
    botocore.session.get_session().create_client(service)
"""
PLACES = """
import sys
sys.path[:] = [*sys.argv[1:], *(path for path in sys.path if not sys.argv[1:] or 'site-packages' not in path)]
import botocore.session
session = botocore.session.get_session()
for service in ('dynamodb', 's3', 'sesv2', 'sqs'):
    for region in ('ap-southeast-3', 'us-east-1', 'eu-west-1'):
        print(session.create_client(service, region_name=region).meta.endpoint_url)
"""


def test_the_bundle_is_at_most_5_mb(archive: Path) -> None:
    assert archive.stat().st_size <= 5_000_000


def test_only_what_runs_is_in_it(archive: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(archive).namelist()}
    assert {"app.py", "chalicelib", "chalice"} <= tops
    assert not tops & {"local", "ops", "infra", "web", "tests", "bench", "boto3", "pip", "moto", "ministack"}


def test_every_source_has_compiled_code_that_is_never_checked(archive: Path) -> None:
    with zipfile.ZipFile(archive) as bundled:
        names = set(bundled.namelist())
        compiled = importlib.util.cache_from_source("chalicelib/wiring.py")
        assert compiled in names
        assert int.from_bytes(bundled.read(compiled)[4:8], "little") == 1  # PEP 552: by hash, not checked


def test_the_same_files_make_the_same_bundle(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    again.write_bytes(archive.read_bytes())
    bundle.finish(again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(archive.read_bytes()).digest()


@pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")
def test_it_starts_without_anything_installed(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as bundled:
        bundled.extractall(tmp_path)
    done = subprocess.run([sys.executable, "-I", "-c", START, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(architecture() is None, reason="the functions' libraries are for Linux")
def test_it_finds_the_same_places_as_a_botocore_that_knows_all(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as bundled:
        bundled.extractall(tmp_path)

    bundled_places, all_places = (
        subprocess.run([sys.executable, "-I", "-c", PLACES, *found], env={}, capture_output=True, text=True, check=True).stdout.split()
        for found in ([str(tmp_path)], [])
    )

    assert len(set(bundled_places)) > 9
    assert bundled_places == all_places


def test_what_reads_uploads_is_in_the_layer_and_nowhere_else(archive: Path) -> None:
    heavy = {"PIL", "pillow_heif", "pikepdf", "av"}
    layer = zipfile.ZipFile(archive.with_name("inspection.zip"))
    assert heavy <= {name.split("/")[1] for name in layer.namelist() if name.startswith("python/")}
    assert not heavy & {name.partition("/")[0] for name in zipfile.ZipFile(archive).namelist()}


def test_the_function_that_inspects_is_not_larger_than_lambda_takes(archive: Path) -> None:
    whole = sum(entry.file_size for name in ("deployment.zip", "inspection.zip") for entry in zipfile.ZipFile(archive.with_name(name)).infolist())
    assert whole < 250 * 1024 * 1024
