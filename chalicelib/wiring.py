"""Joins the rooms: builds `Deps` once a process. Callers go through `wiring.deps()`, so that tests and the local stack can put another in its place."""

import time
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from chalicelib import clock, ids, settings
from chalicelib.files import Files
from chalicelib.inspection import apart
from chalicelib.notify.hooks import Hooks
from chalicelib.notify.mail import Mail
from chalicelib.store import keys
from chalicelib.store.access import Access
from chalicelib.store.cases import Cases
from chalicelib.store.deliveries import Deliveries
from chalicelib.store.feed import Feed
from chalicelib.store.limits import Limits
from chalicelib.store.links import Links
from chalicelib.store.queues import Queues
from chalicelib.store.reference import Reference
from chalicelib.store.scores import Scores
from chalicelib.store.statistics import Statistics
from chalicelib.store.supports import Supports
from chalicelib.store.surveys import Surveys
from chalicelib.store.tables import bind
from chalicelib.store.webhooks import Webhooks
from chalicelib.usecases.ports import Deps

FAST = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"total_max_attempts": 3, "mode": "standard"},
    tcp_keepalive=True,
    max_pool_connections=20,
    parameter_validation=False,
)
"""The API answers within 29 s: a call that hangs is given up and tried again long before."""
SIGNED = Config(signature_version="s3v4")
"""One value: clients are remembered by their configuration, and two that are equal are not the same."""


@cache
def deps() -> Deps:
    """The collaborators of every use case, from the environment."""
    return build(settings.from_env())


def build(known: settings.Settings) -> Deps:
    """The collaborators for these settings, over one botocore session: clients share its loaded data."""
    session = botocore.session.get_session()

    @cache
    def client(service: str, config: Config | None = None) -> Any:
        return session.create_client(service, config=config)

    tables = bind(known.cases_table, known.identities_table, client("dynamodb", FAST))
    return Deps(
        cases=Cases(tables),
        queues=Queues(tables),
        feed=Feed(tables),
        supports=Supports(tables),
        reference=Reference(tables, time.monotonic),
        access=Access(tables, time.monotonic),
        limits=Limits(tables),
        deliveries=Deliveries(tables),
        webhooks=Webhooks(tables),
        hooks=Hooks(time.monotonic, loopback=(known.stage, known.webhooks_to) == ("local", "loopback")),
        links=Links(tables),
        scores=Scores(tables),
        surveys=Surveys(tables),
        statistics=Statistics(tables),
        files=Files(known.attachments_bucket, known.files_url, lambda: client("s3", SIGNED)),
        inspect=apart.inspect,
        malware_scan=known.malware_scan == "on",
        mail=Mail(known.mail_from, known.mail_reports, lambda: client("sesv2", FAST)),
        now=clock.utc_now,
        random_bytes=ids.random_bytes,
        key=known.receipt_key.encode(),
        stage=known.stage,
        site_url=known.site_url,
        proxies=int(known.proxies),
        shards=keys.SHARDS,
    )
