"""Every action of the agencies over HTTP: what it answers, and what each kind of reader then sees."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.words import Action, Role
from tests.api.acting import COORDINATOR, INSPECTOR, OFFICER, STEWARD, Who, do
from tests.api.conftest import Api, Filed
from tests.api.samples import BODIES
from tests.builders import ANSWER, NOON, REASON, SIBLING, UNIT, later


@pytest.fixture
def filed(api: Api) -> Filed:
    return api.file()


@pytest.fixture
def forwarded(api: Api, filed: Filed) -> Filed:
    assert do(api, filed, COORDINATOR, Action.VERIFY).status == 200
    return filed


def reporters(api: Api, filed: Filed) -> Any:
    return api.get(f"/v1/complaints/{filed.code}", filed.secret).body


def public(api: Api, filed: Filed) -> Any:
    return api.get(f"/v1/complaints/{filed.code}").body


def test_a_case_is_passed_on_inside_the_tree_with_its_dates(api: Api, forwarded: Filed) -> None:
    before = api.get(f"/v1/cases/{forwarded.code}", api.key(*COORDINATOR)).body["deadlines"]

    answer = do(api, forwarded, COORDINATOR, Action.FORWARD)

    assert (answer.status, answer.body["status"], answer.body["agency"]["id"]) == (200, "forwarded", "51.71.dlh")
    assert answer.body["deadlines"] == before
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(*OFFICER)).status == 404


@pytest.mark.parametrize(("agency", "rule"), [("34.71", "forward.scope"), ("51", "forward.scope"), ("51.71.pupr", "forward.same")])
def test_a_case_is_not_passed_on_out_of_the_tree_or_to_who_has_it(api: Api, forwarded: Filed, agency: str, rule: str) -> None:
    assert do(api, forwarded, COORDINATOR, Action.FORWARD, agency=agency).body["rule"] == rule


def test_what_is_returned_goes_to_the_proposed_coordinator_and_out_of_sight(api: Api, forwarded: Filed) -> None:
    answer = do(api, forwarded, OFFICER, Action.RETURN)

    assert (answer.body["status"], answer.body["agency"]["id"], answer.body["returns"]) == ("received", "34.71", 1)
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(Role.COORDINATOR, "34.71")).status == 200
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(*COORDINATOR)).status == 404
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(*OFFICER)).status == 404
    assert public(api, forwarded)["timeline"][-1]["data"]["to"] == {"id": "34.71", "name": "Kota Yogyakarta"}


def test_a_return_whose_answer_was_lost_is_answered_again(api: Api, forwarded: Filed) -> None:
    first = do(api, forwarded, OFFICER, Action.RETURN, 2)
    again = do(api, forwarded, OFFICER, Action.RETURN, 2)

    assert (again.status, again.body["version"]) == (200, first.body["version"])
    other = do(api, forwarded, (Role.OFFICER, "51.71.dlh"), Action.RETURN, 2)
    assert other.problem == "not-found"


def test_the_second_return_goes_to_the_steward_whose_assignment_is_final(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.RETURN)
    do(api, forwarded, (Role.COORDINATOR, "34.71"), Action.VERIFY, agency="34.71")

    second = do(api, forwarded, (Role.OFFICER, "34.71"), Action.RETURN, agency="51.71", reason="Bukan jalan kami, sungguh.")
    assert (second.body["agency"]["id"], second.body["timeline"][-1]["data"]["proposed"]["id"]) == ("nation", "51.71")

    assigned = do(api, forwarded, STEWARD, Action.ASSIGN)
    assert (assigned.body["status"], assigned.body["agency"]["id"]) == ("forwarded", "34.71")
    third = do(api, forwarded, (Role.OFFICER, "34.71"), Action.RETURN, reason="Bukan jalan kami, sungguh.")
    assert third.body["rule"] == "return.final"


def test_what_is_returned_without_a_proposal_goes_to_the_steward(api: Api, forwarded: Filed) -> None:
    assert do(api, forwarded, OFFICER, Action.RETURN, reason="Kami tidak tahu ini urusan siapa.").body["agency"]["id"] == "nation"


def test_a_question_is_shown_to_the_reporter_whose_reply_starts_the_clocks_again(api: Api, forwarded: Filed) -> None:
    held = do(api, forwarded, OFFICER, Action.HOLD)
    assert (held.body["status"], held.body["overdue"]) == ("on_hold", False)
    seen = reporters(api, forwarded)
    assert (seen["timeline"][-1]["text"], seen["timeline"][-1]["data"]) == (BODIES[Action.HOLD]["question"], {"hold_due": "2026-12-08"})
    assert seen["can"] == ["reply", "withdraw", "erase", "attach"]
    assert next(one for one in seen["deadlines"] if one["running"])["clock"] == "hold"

    api.clock.now = later(days=3)
    answered = api.post(f"/v1/complaints/{forwarded.code}/replies", {"text": "Di depan pasar."}, forwarded.secret)

    assert (answered.body["status"], answered.body["timeline"][-1]["data"]) == (
        "forwarded",
        {"back_to": "forwarded", "days": 3, "resolve_due": "2026-12-17", "follow_up_due": "2026-12-04"},
    )
    resolve = next(one for one in answered.body["deadlines"] if one["clock"] == "resolve")
    assert (resolve["working_days"], resolve["paused"], resolve["due"]) == (14, 3, "2026-12-17")


def test_a_reply_that_is_sent_twice_answers_once(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.HOLD)
    for _ in range(2):
        answered = api.post(f"/v1/complaints/{forwarded.code}/replies", {"text": "Di depan pasar."}, forwarded.secret)

    assert [event["action"] for event in answered.body["timeline"]] == ["submit", "verify", "hold", "reply"]


def test_an_extension_is_public_and_explained(api: Api, forwarded: Filed) -> None:
    answer = do(api, forwarded, OFFICER, Action.EXTEND)

    resolve = next(one for one in public(api, forwarded)["deadlines"] if one["clock"] == "resolve")
    assert (resolve["extended"], resolve["due"]) == (5, "2026-12-21")
    assert public(api, forwarded)["timeline"][-1]["text"] == BODIES[Action.EXTEND]["reason"]
    assert do(api, forwarded, OFFICER, Action.EXTEND).body["rule"] == "extend.once"
    assert answer.status == 200


def test_an_archived_complaint_is_disputed_once_to_the_steward(api: Api, filed: Filed) -> None:
    assert do(api, filed, COORDINATOR, Action.ARCHIVE).body["status"] == "archived"
    assert reporters(api, filed)["can"] == ["dispute", "erase", "attach"]

    disputed = api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON}, filed.secret)
    assert (disputed.body["status"], disputed.body["agency"]["id"]) == ("received", "nation")

    assert do(api, filed, STEWARD, Action.ARCHIVE).body["status"] == "archived"
    again = api.post(f"/v1/complaints/{filed.code}/dispute", {"reason": REASON + " Sekali lagi."}, filed.secret)
    assert (again.status, again.body["rule"]) == (409, "dispute.limit")


def test_a_reason_to_archive_is_one_of_the_list(api: Api, filed: Filed) -> None:
    answer = do(api, filed, COORDINATOR, Action.ARCHIVE, reason="not_ours")

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/reason", "not-an-option")]


def test_a_duplicate_hangs_on_its_lead_until_it_is_let_go(api: Api, forwarded: Filed) -> None:
    double = api.file()

    linked = do(api, double, COORDINATOR, Action.LINK, lead=forwarded.code.lower())
    assert (linked.body["status"], linked.body["lead"]) == ("linked", forwarded.code)
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(*COORDINATOR)).body["linked"] == [double.code]
    assert (reporters(api, double)["lead"], reporters(api, double)["can"]) == (forwarded.code, ["reply", "unlink", "erase", "attach"])
    assert double.code not in str(public(api, forwarded))

    let_go = do(api, double, COORDINATOR, Action.UNLINK)
    assert (let_go.body["status"], let_go.body["lead"]) == ("received", None)


def test_a_reporter_says_that_a_complaint_is_no_duplicate(api: Api, forwarded: Filed) -> None:
    double = api.file()
    do(api, double, COORDINATOR, Action.LINK, lead=forwarded.code)

    answer = api.post(f"/v1/complaints/{double.code}/unlink", {"reason": "Lampu yang lain."}, double.secret)
    assert (answer.status, answer.body["status"], answer.body["lead"]) == (200, "received", None)

    again = do(api, double, COORDINATOR, Action.LINK, lead=forwarded.code)
    assert (again.status, again.body["rule"]) == (409, "link.apart")


@pytest.mark.parametrize("lead", ["0000-0000-0000", "7KQM-2F9X-4HDT", ""])
def test_a_lead_must_exist(api: Api, filed: Filed, lead: str) -> None:
    assert [one["pointer"] for one in do(api, filed, COORDINATOR, Action.LINK, lead=lead).body["errors"]] == ["/lead"]


def test_a_lead_outside_the_scope_does_not_exist(api: Api, filed: Filed) -> None:
    other = api.file(agency="34.71")

    answer = do(api, filed, COORDINATOR, Action.LINK, lead=other.code)

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/lead", "unknown")]


def test_a_complaint_is_not_linked_to_itself_or_to_what_nobody_handles(api: Api, filed: Filed) -> None:
    archived = api.file()
    do(api, archived, COORDINATOR, Action.ARCHIVE)

    for lead in (filed.code, archived.code):
        assert do(api, filed, COORDINATOR, Action.LINK, lead=lead).body["rule"] == "link.lead"


@pytest.mark.parametrize(("who", "action"), [(OFFICER, Action.NOTE), (INSPECTOR, Action.INSTRUCT)])
def test_a_note_and_an_instruction_are_seen_by_agencies_only(api: Api, forwarded: Filed, who: Who, action: Action) -> None:
    written = BODIES[action]["text"]

    last = do(api, forwarded, who, action).body["timeline"][-1]

    assert (last["text"], last["public"]) == (written, False)
    assert written not in str(reporters(api, forwarded)) + str(public(api, forwarded))
    observed = api.get(f"/v1/cases/{forwarded.code}", api.key(Role.OBSERVER, "nation")).body
    assert (observed["timeline"][-1]["action"], observed["timeline"][-1]["text"]) == (action, None)


def test_a_complaint_has_a_limited_number_of_notes(api: Api, forwarded: Filed) -> None:
    for number in range(100):
        assert do(api, forwarded, OFFICER, Action.NOTE, number + 2, text=f"Catatan {number}").status == 200

    assert do(api, forwarded, OFFICER, Action.NOTE, text="Satu lagi").body["rule"] == "note.limit"


def test_a_withheld_complaint_is_not_public_until_it_is_published(api: Api, forwarded: Filed) -> None:
    assert public(api, forwarded)["title"] == "Lampu jalan mati"

    do(api, forwarded, COORDINATOR, Action.PUBLISH)
    assert public(api, forwarded)["title"] is None
    assert reporters(api, forwarded)["title"] == "Lampu jalan mati"

    do(api, forwarded, COORDINATOR, Action.PUBLISH, published=True)
    assert public(api, forwarded)["title"] == "Lampu jalan mati"


def test_a_confidential_complaint_cannot_be_published(api: Api) -> None:
    filed = api.file(visibility="confidential")

    assert do(api, filed, COORDINATOR, Action.PUBLISH, published=True).body["rule"] == "publish.confidential"


def test_a_redaction_is_shown_to_everybody_and_what_was_written_to_the_steward(api: Api, forwarded: Filed) -> None:
    api.post(f"/v1/complaints/{forwarded.code}/replies", {"text": "Telepon saya di 0812 3456."}, forwarded.secret)
    do(api, forwarded, COORDINATOR, Action.REDACT, title="Lampu mati", hide_location=True, reason="Menyebut rumah orang.")
    do(api, forwarded, COORDINATOR, Action.REDACT, number=3, text="Telepon saya.", reason="Nomor telepon.")

    for seen in (public(api, forwarded), reporters(api, forwarded), api.get(f"/v1/cases/{forwarded.code}", api.key(*OFFICER)).body):
        assert (seen["title"], seen["location"], seen["redacted"]) == ("Lampu mati", None, True)
        assert (seen["timeline"][2]["text"], seen["timeline"][2]["redacted"]) == ("Telepon saya.", True)
        assert "0812" not in str(seen)
        assert "Lampu jalan mati" not in str(seen)
        assert "sealed" not in seen
    steward = api.get(f"/v1/cases/{forwarded.code}", api.key(*STEWARD)).body
    assert (steward["title"], steward["sealed"]["title"]) == ("Lampu mati", "Lampu jalan mati")
    assert steward["sealed"]["texts"] == {"3": "Telepon saya di 0812 3456."}
    assert api.get("/v1/cases", api.key(*COORDINATOR)).body["items"][0]["title"] == "Lampu mati"


def test_a_redacted_note_is_as_internal_as_the_note(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.NOTE, text="Pelapor dulu bernama Budi.")
    redacted = do(api, forwarded, COORDINATOR, Action.REDACT, number=3, text="[nama]", reason="Menyebut Budi.")
    assert redacted.body["timeline"][2]["text"] == "[nama]"

    for seen in (public(api, forwarded), reporters(api, forwarded)):
        assert [event["number"] for event in seen["timeline"]] == [1, 2]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/number"),
        ({"text": "Lampu"}, "/number"),
        ({"number": 1, "text": "Lampu"}, "/number"),
        ({"number": 9, "text": "Lampu"}, "/number"),
        ({"number": 3, "title": "Lampu"}, "/text"),
        ({"number": 3, "text": "Lampu", "hide_location": True}, "/text"),
    ],
)
def test_a_redaction_says_what_is_shown_in_place_of_which_text(api: Api, forwarded: Filed, body: dict[str, Any], pointer: str) -> None:
    api.post(f"/v1/complaints/{forwarded.code}/replies", {"text": "Ada dua lampu."}, forwarded.secret)

    answer = do(api, forwarded, COORDINATOR, Action.REDACT, **body, reason="Menyebut nama orang.")

    assert [one["pointer"] for one in answer.body["errors"]] == [pointer]


def test_a_confidential_answer_is_for_the_reporter_alone(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.RESPOND, outcome="resolved", text=ANSWER, confidential=True)

    assert reporters(api, forwarded)["timeline"][-1]["text"] == ANSWER
    assert ANSWER not in str(public(api, forwarded))
    assert public(api, forwarded)["status"] == "responded"


def test_an_observer_reads_nothing_of_a_confidential_complaint_but_that_it_is_there(api: Api) -> None:
    filed = api.file(visibility="confidential", agency=...)
    observer = api.key(Role.OBSERVER, "nation")
    api.post(f"/v1/complaints/{filed.code}/replies", {"text": "Ada dua lampu."}, filed.secret)

    seen = api.get(f"/v1/cases/{filed.code}", observer)
    listed = api.get("/v1/cases", observer).body["items"]

    assert (seen.status, seen.body["status"], seen.body["title"], seen.body["body"]) == (200, "received", None, None)
    assert "Lampu jalan mati" not in str(seen.body)
    assert "Ada dua lampu" not in str(seen.body)
    assert [line["title"] for line in listed] == [None]


def test_attachments_are_not_for_observers(api: Api, filed: Filed) -> None:
    assert api.get(f"/v1/cases/{filed.code}/attachments/1", api.key(Role.OBSERVER, "nation")).problem == "forbidden"


@pytest.mark.parametrize("action", BODIES)
def test_an_action_on_a_stale_version_answers_the_current_state(api: Api, filed: Filed, action: Action) -> None:
    do(api, filed, COORDINATOR, Action.NOTE, text="Sudah ditelepon dua kali.")
    role = {Action.INSTRUCT: INSPECTOR, Action.ASSIGN: STEWARD, Action.UNSEAL: INSPECTOR}.get(action, COORDINATOR)
    officers = {Action.START, Action.RESPOND, Action.EXTEND}

    answer = do(api, filed, (Role.OFFICER, "51.71") if action in officers else role, action, 1)

    assert (answer.status, answer.problem) == (412, "stale-version")
    assert (answer.body["current"]["version"], answer.headers["ETag"]) == (2, '"2"')


@pytest.mark.parametrize("action", [action for action in BODIES if action is not Action.START])
def test_a_field_that_nobody_knows_is_refused(api: Api, filed: Filed, action: Action) -> None:
    answer = do(api, filed, COORDINATOR, action, 1, **BODIES[action], note="?")

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/note", "unknown-field")]


@pytest.mark.parametrize(("action", "written"), [(Action.PUBLISH, "Menyebut nama anak."), (Action.REDACT, "Menyebut nama orang.")])
def test_why_something_is_hidden_is_not_for_the_public(api: Api, forwarded: Filed, action: Action, written: str) -> None:
    do(api, forwarded, COORDINATOR, action)
    if action is Action.PUBLISH:
        do(api, forwarded, COORDINATOR, Action.PUBLISH, published=True)

    assert written not in str(public(api, forwarded))
    assert written in str(reporters(api, forwarded))


def test_an_observer_reads_no_withheld_text_and_no_confidential_answer(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.RESPOND, outcome="resolved", text=ANSWER, confidential=True)
    observer = api.key(Role.OBSERVER, "nation")
    assert ANSWER not in str(api.get(f"/v1/cases/{forwarded.code}", observer).body)
    do(api, forwarded, COORDINATOR, Action.PUBLISH)

    seen = api.get(f"/v1/cases/{forwarded.code}", observer).body

    assert (seen["title"], seen["body"]) == (None, None)


def test_a_steward_reads_the_reason_of_a_redacted_answer(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.RESPOND, outcome="cannot_be_resolved", text=ANSWER, reason="Milik Pak Budi.")
    do(api, forwarded, COORDINATOR, Action.REDACT, number=3, text="Sudah.", reason="Menyebut nama orang.")

    assert "Pak Budi" not in str(reporters(api, forwarded))
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(*STEWARD)).body["sealed"]["reasons"] == {"3": "Milik Pak Budi."}


def test_inside_the_own_tree_nothing_is_returned(api: Api, forwarded: Filed) -> None:
    assert do(api, forwarded, OFFICER, Action.RETURN, agency="51.71", reason="Bukan urusan dinas kami.").body["rule"] == "return.inside"


def close_the_unit(api: Api) -> None:
    api.deps.reference.put([replace(UNIT, closed_at=NOON, successor=SIBLING.id)])


def test_nothing_is_sent_to_a_closed_agency(api: Api, filed: Filed) -> None:
    close_the_unit(api)

    answer = do(api, filed, COORDINATOR, Action.VERIFY)

    assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/agency", "closed")]
    assert "51.71.dlh" in answer.body["errors"][0]["detail"]


def test_an_answer_of_an_agency_that_was_closed_since_is_disputed_to_its_successor(api: Api, forwarded: Filed) -> None:
    do(api, forwarded, OFFICER, Action.RESPOND)
    close_the_unit(api)

    answer = api.post(f"/v1/complaints/{forwarded.code}/dispute", {"reason": REASON}, forwarded.secret)

    assert (answer.body["status"], answer.body["agency"]["id"]) == ("in_progress", "51.71.dlh")
    assert api.get(f"/v1/cases/{forwarded.code}", api.key(Role.OFFICER, "51.71.dlh")).status == 200
