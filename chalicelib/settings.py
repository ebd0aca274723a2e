"""Settings: the only reader of the environment."""

import os
from dataclasses import dataclass, fields


class SettingsMissing(RuntimeError):
    """The environment lacks settings; the message names all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation is told from outside; each field is an environment variable of the same name in capitals.

    `stage` is local, dev or prod and part of every agency key; `receipt_key` is secret: receipts and cursors are derived from it; `site_url` is the public
    address of the site; `mail_from` the sender of notices, `mail_reports` the configuration set of SES that says what becomes of them.
    """

    stage: str
    cases_table: str
    identities_table: str
    attachments_bucket: str
    receipt_key: str
    site_url: str
    mail_from: str
    mail_reports: str


def from_env() -> Settings:
    """The settings; raises `SettingsMissing`."""
    values = {field.name: os.environ.get(field.name.upper(), "") for field in fields(Settings)}
    missing = [name.upper() for name, value in values.items() if not value]
    if missing:
        raise SettingsMissing(", ".join(missing))
    return Settings(**values)
