"""Joins the rooms: builds `Deps` once a process. Callers go through `wiring.deps()`, so that tests and the local stack can put another in its place.

Each collaborator is loaded and made when it is first asked for something, since most processes never need most of them.
"""

import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from chalicelib import aws, clock, ids, settings
from chalicelib.later import later
from chalicelib.store import keys
from chalicelib.store.tables import Tables
from chalicelib.usecases import ports
from chalicelib.usecases.ports import Deps

if TYPE_CHECKING:
    from chalicelib.domain.upload import Clean

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
    session = aws.session()

    @cache
    def client(service: str, config: Config | None = None) -> Any:
        return session.create_client(service, config=config)

    tables = Tables(client("dynamodb", FAST), known.cases_table, known.identities_table, clock.wait, ids.random_bytes)
    return Deps(
        cases=later(lambda: _cases(tables)),
        queues=later(lambda: _queues(tables)),
        feed=later(lambda: _feed(tables)),
        supports=later(lambda: _supports(tables)),
        reference=later(lambda: _reference(tables)),
        access=later(lambda: _access(tables)),
        limits=later(lambda: _limits(tables)),
        deliveries=later(lambda: _deliveries(tables)),
        webhooks=later(lambda: _webhooks(tables)),
        hooks=later(lambda: _hooks(known)),
        links=later(lambda: _links(tables)),
        scores=later(lambda: _scores(tables)),
        surveys=later(lambda: _surveys(tables)),
        statistics=later(lambda: _statistics(tables)),
        files=later(lambda: _files(known, lambda: client("s3", SIGNED))),
        inspect=_inspect,
        malware_scan=known.malware_scan == "on",
        mail=later(lambda: _mail(known, lambda: client("sesv2", FAST))),
        now=clock.utc_now,
        random_bytes=ids.random_bytes,
        key=known.receipt_key.encode(),
        stage=known.stage,
        site_url=known.site_url,
        proxies=int(known.proxies),
        shards=keys.SHARDS,
    )


def _cases(tables: Tables) -> ports.Cases:
    from chalicelib.store.cases import Cases

    return Cases(tables)


def _queues(tables: Tables) -> ports.Queues:
    from chalicelib.store.queues import Queues

    return Queues(tables)


def _feed(tables: Tables) -> ports.Feed:
    from chalicelib.store.feed import Feed

    return Feed(tables)


def _supports(tables: Tables) -> ports.Supports:
    from chalicelib.store.supports import Supports

    return Supports(tables)


def _limits(tables: Tables) -> ports.Limits:
    from chalicelib.store.limits import Limits

    return Limits(tables)


def _deliveries(tables: Tables) -> ports.Deliveries:
    from chalicelib.store.deliveries import Deliveries

    return Deliveries(tables)


def _webhooks(tables: Tables) -> ports.Webhooks:
    from chalicelib.store.webhooks import Webhooks

    return Webhooks(tables)


def _links(tables: Tables) -> ports.Links:
    from chalicelib.store.links import Links

    return Links(tables)


def _scores(tables: Tables) -> ports.Scores:
    from chalicelib.store.scores import Scores

    return Scores(tables)


def _surveys(tables: Tables) -> ports.Surveys:
    from chalicelib.store.surveys import Surveys

    return Surveys(tables)


def _statistics(tables: Tables) -> ports.Statistics:
    from chalicelib.store.statistics import Statistics

    return Statistics(tables)


def _reference(tables: Tables) -> ports.Reference:
    from chalicelib.store.reference import Reference

    return Reference(tables, time.monotonic)


def _access(tables: Tables) -> ports.Access:
    from chalicelib.store.access import Access

    return Access(tables, time.monotonic)


def _hooks(known: settings.Settings) -> ports.Hooks:
    from chalicelib.notify.hooks import Hooks

    return Hooks(time.monotonic, loopback=(known.stage, known.webhooks_to) == ("local", "loopback"))


def _files(known: settings.Settings, client: Callable[[], Any]) -> ports.Files:
    from chalicelib.files import Files

    return Files(known.attachments_bucket, known.files_url, client)


def _mail(known: settings.Settings, client: Callable[[], Any]) -> ports.Mail:
    from chalicelib.notify.mail import Mail

    return Mail(known.mail_from, known.mail_reports, client)


def _inspect(content: bytes, type_: str) -> "Clean":
    from chalicelib.inspection import apart

    return apart.inspect(content, type_)
