"""Settings: the only reader of the environment."""

import os
from typing import NamedTuple


class SettingsMissing(RuntimeError):
    """The environment lacks settings; the message names all of them."""


class Settings(NamedTuple):
    """What an installation is told from outside; each field is an environment variable of the same name in capitals.

    `stage` is local, dev or prod and part of every agency key; `receipt_key` is secret: receipts and cursors are derived from it; `site_url` is the public
    address of the site; `files_url` that in front of the bucket; `mail_from` the sender of notices, `mail_reports` the configuration set of SES that says what becomes of them; `webhooks_to` is `internet`, or in the stage local `loopback`:
    then webhooks may lead to this machine too; `malware_scan` is on where a scanner's verdict is waited for; `proxies` is how many of our own stand in front of
    API Gateway: 1 for CloudFront.
    """

    stage: str
    cases_table: str
    identities_table: str
    attachments_bucket: str
    receipt_key: str
    site_url: str
    files_url: str
    mail_from: str
    mail_reports: str
    webhooks_to: str
    malware_scan: str
    proxies: str = "0"


def deployed() -> bool:
    """Whether this is a function on AWS."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def credentials() -> tuple[str, str, str | None] | None:
    """What a function on AWS calls with, as long as its process lives; elsewhere whatever botocore finds."""
    key, secret = (os.environ.get(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
    return (key, secret, os.environ.get("AWS_SESSION_TOKEN")) if deployed() and key and secret else None


def from_env() -> Settings:
    """The settings; raises `SettingsMissing`."""
    values: dict[str, str] = {name: os.environ.get(name.upper(), str(Settings._field_defaults.get(name, ""))) for name in Settings._fields}
    missing = [name.upper() for name, value in values.items() if not value]
    if missing:
        raise SettingsMissing(", ".join(missing))
    return Settings(**values)
