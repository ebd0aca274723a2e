"""Webhooks from the command line: the same rules as over the API."""

import pytest

from chalicelib.domain.outgoing import Answered
from chalicelib.domain.webhook import Endpoint, Off
from chalicelib.usecases import announce, submit, webhooks
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.send import Sent, send
from chalicelib.usecases.setting import load
from ops import target
from ops.cli import main
from tests.builders import a_submission, an_endpoint
from tests.fakes import Posts

ADD = ["webhook", "add", "--agency", "51.71", "--url", "https://hooks.example.org/1"]


@pytest.fixture(autouse=True)
def installation(deps: Deps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works on the collaborators in memory."""
    monkeypatch.setattr(target, "connect", lambda **_: deps)


def kept(deps: Deps) -> Endpoint:
    (it,) = deps.reference.about(Endpoint, "51.71")
    return it


def sent(deps: Deps) -> Sent:
    return send(deps, lambda: True, lambda _: None)


def an_event(deps: Deps) -> str:
    """The code of a case of which one event is put down."""
    deps.reference.put([an_endpoint()])
    code = submit.submit(a_submission(), None, deps).receipt.code
    announce.announce(load(code, deps), deps)
    return code


def test_one_is_added_with_its_secret_changed_rotated_listed_and_removed(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ADD, "--type", "case.verify"]) == 0
    it = kept(deps)
    first = capsys.readouterr().out.splitlines()
    assert first[-1].startswith("whsec_")

    assert main(["webhook", "change", it.id, "--off", "--url", "https://hooks.example.org/2"]) == 0
    assert (kept(deps).off, kept(deps).url, kept(deps).types) == (Off.BY_HAND, "https://hooks.example.org/2", ("case.verify",))
    assert main(["webhook", "rotate", it.id, "--overlap-hours", "0"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] != first[-1]
    assert main(["webhook", "list", "--agency", "51.71"]) == 0
    assert capsys.readouterr().out == f"{it.id}  51.71          by_hand  https://hooks.example.org/2  case.verify\n"
    assert main(["webhook", "remove", it.id]) == 0
    assert main(["webhook", "list", "--agency", "51.71"]) == 0
    assert "is removed" in capsys.readouterr().out


def test_what_is_wrong_is_told(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(deps.hooks, Posts)
    deps.hooks.closed["https://hooks.example.org/1"] = "this host leads to an address that is not public"

    assert main([*ADD, "--type", "case.explode"]) == 1
    assert capsys.readouterr().err == "url: this host leads to an address that is not public\ntypes/0: there is no type case.explode\n"


def test_a_ping_says_what_came_of_it(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(deps.hooks, Posts)
    deps.reference.put([an_endpoint()])
    assert main(["webhook", "ping", "wh-1"]) == 0
    deps.hooks.answers["https://hooks.example.org/1"] = Answered(error="timeout", took_ms=15000)

    assert main(["webhook", "ping", "wh-1"]) == 1
    assert capsys.readouterr().out == "204 in 0 ms\ntimeout in 15000 ms\n"


def test_the_log_tells_what_became_of_events(deps: Deps, capsys: pytest.CaptureFixture[str]) -> None:
    an_event(deps)
    main(["webhook", "log", "wh-1"])
    sent(deps)
    main(["webhook", "log", "wh-1", "--limit", "5"])

    before, after = capsys.readouterr().out.splitlines()[-3::2]
    assert before.endswith("case.submit      waiting  not tried yet")
    assert after.endswith("case.submit      sent     1 attempts, last: 204 in 0 ms")


def test_events_are_sent_again_one_by_one_or_since_a_time(deps: Deps, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "PAGE", 1)
    code = an_event(deps)
    sent(deps)
    for command in (["--code", code, "--event", "1"], ["--since", "2026-11-24T00:00Z"]):
        assert main(["webhook", "replay", "wh-1", *command]) == 0
        assert sent(deps) == Sent(sent=1)

    told = [line for line in capsys.readouterr().out.splitlines() if "again" in line]
    assert told == ["1 event is sent again", "1 events are sent again"]


@pytest.mark.parametrize("command", [[], ["--code", "1000-0000-000Z"], ["--event", "1"]])
def test_half_a_wish_is_refused(deps: Deps, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    an_event(deps)

    assert main(["webhook", "replay", "wh-1", *command]) == 2
    assert "name an event" in capsys.readouterr().out


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(SystemExit):
        main(["webhook", "replay", "wh-1", "--since", "2026-11-24T00:00"])
