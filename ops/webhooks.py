"""Webhooks from the command line, by the same bodies and use cases as over the API; each command returns the exit code."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from chalicelib.api import agency_bodies
from chalicelib.api.administration import given
from chalicelib.api.parameters import code
from chalicelib.domain.outgoing import Answered, Delivery
from chalicelib.domain.receipt import written
from chalicelib.domain.webhook import MOST_OVERLAP_HOURS, OVERLAP_HOURS, Endpoint
from chalicelib.usecases import webhooks
from chalicelib.usecases.webhooks import Shown
from ops import target
from ops.administration_cli import Subparsers
from ops.commands import say
from ops.target import OPERATOR


def webhook(subparsers: Subparsers) -> None:
    """`webhook list`, `add`, `change`, `remove`, `rotate`, `ping`, `log`, `replay`."""
    actions = subparsers.add_parser("webhook", help="send agencies' events to their own systems").add_subparsers(metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="an agency's webhooks, without their secrets")
    add = actions.add_parser("add", help="add a webhook; its secret is shown once, it is derived and kept nowhere")
    for it, run in ((listed, webhook_list), (add, webhook_add)):
        it.add_argument("--agency", required=True, help="id of the agency; it gets the events of all below, too")
        it.set_defaults(run=run)
    add.add_argument("--url", required=True, help="https://…")
    add.add_argument("--type", action="append", dest="types", metavar="TYPE", help="for example case.verify; may be repeated (default: every type)")
    _known(actions)


def _known(actions: Subparsers) -> None:
    """What is done with one that is there."""
    told = {
        "change": (webhook_change, "change its address or its types, switch it off or on"),
        "remove": (webhook_remove, "take it away; what waits for it is not sent"),
        "rotate": (webhook_rotate, "make a new secret, shown once; the one before signs too for a while"),
        "ping": (webhook_ping, "send a test now"),
        "log": (webhook_log, "what was put down for it, the newest first, and what became of it"),
        "replay": (webhook_replay, "send one event again, or everything since a time"),
    }
    made = {name: actions.add_parser(name, help=help_) for name, (_, help_) in told.items()}
    for name, parser in made.items():
        parser.add_argument("id", help="as `webhook list` shows it")
        parser.set_defaults(run=told[name][0])
    made["change"].add_argument("--url")
    made["change"].add_argument("--type", action="append", dest="types", metavar="TYPE")
    state = made["change"].add_mutually_exclusive_group()
    state.add_argument("--on", action="store_const", const=True, dest="on")
    state.add_argument("--off", action="store_const", const=False, dest="on")
    made["rotate"].add_argument("--overlap-hours", type=int, choices=range(MOST_OVERLAP_HOURS + 1), default=OVERLAP_HOURS, metavar="HOURS")
    made["log"].add_argument("--limit", type=int, choices=range(1, 101), default=25, metavar="COUNT")
    made["replay"].add_argument("--code", help="with --event: the case")
    made["replay"].add_argument("--event", type=int, help="number of the event in the case")
    made["replay"].add_argument("--since", type=_instant, metavar="TIME", help="for example 2026-11-24T03:00Z")


def webhook_list(asked: argparse.Namespace) -> int:
    """An agency's webhooks."""
    for one in webhooks.listed(asked.agency, OPERATOR, target.asked(asked)):
        say(_line(one))
    return 0


def webhook_add(asked: argparse.Namespace) -> int:
    """A new one."""
    deps = target.asked(asked)
    values = given(agency_bodies.WebhookBody, _sent(asked, "agency", "url", "types"), webhooks.wrong_fields, deps)
    return _show(webhooks.make(values, OPERATOR, deps))


def webhook_change(asked: argparse.Namespace) -> int:
    """Another address, other types, off, on."""
    deps = target.asked(asked)
    values = given(agency_bodies.ChangedWebhookBody, _sent(asked, "url", "types", "on"), webhooks.wrong_fields, deps)
    say(_line(webhooks.change(asked.id, values, OPERATOR, deps)))
    return 0


def webhook_remove(asked: argparse.Namespace) -> int:
    """The end of one."""
    it = webhooks.remove(asked.id, OPERATOR, target.asked(asked))
    say(f"{it.id} of {it.agency} is removed")
    return 0


def webhook_rotate(asked: argparse.Namespace) -> int:
    """A new secret."""
    return _show(webhooks.rotate(asked.id, asked.overlap_hours, OPERATOR, target.asked(asked)))


def webhook_ping(asked: argparse.Namespace) -> int:
    """A test; 1 when it was not taken."""
    answered = webhooks.ping(asked.id, OPERATOR, target.asked(asked))
    say(_outcome(answered))
    return 0 if answered.taken else 1


def webhook_log(asked: argparse.Namespace) -> int:
    """What became of events."""
    found, _ = webhooks.log(asked.id, asked.limit, None, OPERATOR, target.asked(asked))
    for one in found:
        say(_logged(one))
    return 0


def webhook_replay(asked: argparse.Namespace) -> int:
    """One event again, or many."""
    deps = target.asked(asked)
    if asked.since:
        say(f"{sum(_since(asked, deps))} events are sent again")
    elif asked.code and asked.event:
        webhooks.replay(asked.id, code(asked.code), asked.event, OPERATOR, deps)
        say("1 event is sent again")
    else:
        say("name an event by --code and --event, or a time by --since")
        return 2
    return 0


def _since(asked: argparse.Namespace, deps: Any) -> Iterator[int]:
    after = None
    while True:
        count, after = webhooks.replay_since(asked.id, asked.since, after, OPERATOR, deps)
        yield count
        if after is None:
            return


def _sent(asked: argparse.Namespace, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(asked, name)) is not None}


def _show(made: Shown) -> int:
    say(_line(made.endpoint))
    say("Its secret is shown this once:")
    say(made.secret)
    return 0


def _line(it: Endpoint) -> str:
    return f"{it.id}  {it.agency:14} {it.off or 'on':8} {it.url}  {', '.join(it.types) or 'every type'}"


def _logged(it: Delivery) -> str:
    tried = f"{it.attempts} attempts, last: {_outcome(it.last)}" if it.last else "not tried yet"
    return f"{it.at:%Y-%m-%d %H:%M:%S}Z  {written(it.code)} {it.seq:>3}  {it.type:16} {it.state:8} {tried}"


def _outcome(it: Answered) -> str:
    return f"{it.status or it.error} in {it.took_ms} ms"


def _instant(text: str) -> datetime:
    """A time with its zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no zone: write {text}Z")
    return found.astimezone(UTC)
