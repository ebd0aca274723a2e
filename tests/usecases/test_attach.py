"""Inspecting what was uploaded: once, and only what was announced; nobody fetches anything else."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.attachment import State
from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, Forbidden, InvalidInput, KeyReused, NotStored, TooManyAttachments
from chalicelib.domain.events import Actor
from chalicelib.domain.redaction import Redaction
from chalicelib.domain.upload import Upload
from chalicelib.domain.words import Action, Outcome, Role
from chalicelib.usecases import attach, follow, handle, inspecting, route, submit, work
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import load
from tests.builders import NOON, POLICY, a_submission, archived, confirmed, later, responded, started, verified, withdrawn
from tests.fakes import MemoryCases, MemoryFiles


@pytest.fixture
def code(deps: Deps) -> str:
    return submit.submit(a_submission(), None, deps).receipt.code


def expect(deps: Deps, code: str) -> str:
    return attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 9, deps).attachment.key


def bucket(deps: Deps) -> MemoryFiles:
    assert isinstance(deps.files, MemoryFiles)
    return deps.files


def put(deps: Deps, key: str, type_: str = "image/jpeg", size: int = 9, head: bytes = b"\xff\xd8\xff") -> None:
    bucket(deps).post(key, head.ljust(size, b"."), type_)


def linked(deps: Deps, code: str, number: int = 1) -> attach.Links:
    return attach.link(load(code, deps).reporters_files, number, deps)


def test_an_announced_upload_is_inspected_and_its_clean_copy_can_be_fetched(deps: Deps, code: str) -> None:
    key = expect(deps, code)
    put(deps, key)

    settled = inspecting.inspect(key, deps)

    assert settled
    assert (settled.state, settled.kept_type, settled.kept_size) == (State.STORED, "image/jpeg", 15)
    clean = b"clean \xff\xd8\xff......"
    assert settled.sha256 == hashlib.sha256(clean).hexdigest()
    kept = key.replace("uploads/", "attachments/")
    small = kept.replace(".jpg", "-small.jpg")
    assert linked(deps, code) == attach.Links(
        f"https://bucket.example/{kept}?for=300&as=lampiran-1.jpg", f"https://bucket.example/{small}?for=300&as=small-1.jpg", later(minutes=5)
    )
    assert bucket(deps).contents[kept] == clean


def test_what_was_uploaded_is_gone_once_it_was_inspected(deps: Deps, code: str) -> None:
    key = expect(deps, code)
    put(deps, key)
    settled = inspecting.inspect(key, deps)

    assert settled
    assert set(bucket(deps).objects) == {settled.key, settled.thumbnail}
    assert bucket(deps).orphans == set()


def test_a_photo_that_few_can_see_is_fetched_as_one_that_everybody_can(deps: Deps, code: str) -> None:
    key = attach.expect(load(code, deps), "IMG_1.HEIC", "image/heic", 32, deps).attachment.key
    put(deps, key, "image/heic", 32, b"\0\0\0\x18ftypheic")

    settled = inspecting.inspect(key, deps)

    assert settled
    assert settled.kept_type == "image/jpeg"
    assert linked(deps, code).address.endswith("&as=lampiran-1.jpg")


def test_a_document_has_no_small_picture(deps: Deps, code: str) -> None:
    key = attach.expect(load(code, deps), "surat.pdf", "application/pdf", 9, deps).attachment.key
    put(deps, key, "application/pdf", head=b"%PDF-1.7")
    inspecting.inspect(key, deps)

    assert linked(deps, code).small is None


def test_nothing_can_be_fetched_before_it_was_inspected(deps: Deps, code: str) -> None:
    put(deps, expect(deps, code))

    with pytest.raises(NotStored, match="waiting"):
        linked(deps, code)


@pytest.mark.parametrize(
    ("type_", "head"), [("image/jpeg", b"\x89PNG\r\n\x1a\n"), ("image/jpeg", b"<html>"), ("image/jpeg", b"MZ"), ("image/jpeg", b"%PDF-")]
)
def test_what_is_not_what_its_name_says_is_refused(deps: Deps, code: str, type_: str, head: bytes) -> None:
    key = expect(deps, code)
    put(deps, key, type_, head=head)

    settled = inspecting.inspect(key, deps)

    assert settled
    assert (settled.state, settled.reason) == (State.REFUSED, "wrong-type")
    assert set(bucket(deps).objects) == set()
    with pytest.raises(NotStored, match="refused"):
        linked(deps, code)


def test_what_the_inspection_refuses_is_refused_with_its_reason(deps: Deps, code: str) -> None:
    key = attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 11, deps).attachment.key
    bucket(deps).post(key, b"\xff\xd8\xff hostile", "image/jpeg")

    settled = inspecting.inspect(key, deps)

    assert settled
    assert (settled.state, settled.reason) == (State.REFUSED, "unreadable")


def test_an_upload_that_never_comes_is_shown_as_what_it_is_and_takes_no_place(deps: Deps, code: str) -> None:
    for _ in range(5):
        expect(deps, code)
    (first, *_) = load(code, deps).attachments
    assert first.seen(later(minutes=44)).state is State.WAITING
    deps.now.now = later(minutes=45)  # type: ignore[attr-defined]

    assert (first.seen(deps.now()).state, first.seen(deps.now()).reason) == (State.REFUSED, "never-came")
    with pytest.raises(NotStored, match="refused"):
        linked(deps, code)
    assert expect(deps, code)


def test_an_upload_that_is_replaced_after_its_inspection_changes_nothing(deps: Deps, code: str) -> None:
    """The form works for half an hour; whoever has it may send something else with it."""
    key = expect(deps, code)
    put(deps, key)
    settled = inspecting.inspect(key, deps)
    assert settled
    kept = bucket(deps).contents[settled.key]

    put(deps, key, head=b"\xff\xd8\xffevil")
    assert inspecting.inspect(key, deps) is None

    assert bucket(deps).contents[settled.key] == kept
    assert load(code, deps).attachments == (settled,)
    assert key not in bucket(deps).objects


def test_an_upload_that_is_replaced_while_it_is_looked_at_is_left_to_the_message_of_the_new_one(deps: Deps, code: str) -> None:
    key = expect(deps, code)
    put(deps, key)
    found = bucket(deps).found(key)

    class Swapping(MemoryFiles):
        def found(self, _: str) -> Upload | None:
            self.post(key, b"\xff\xd8\xffother!", "image/jpeg")
            return found

    swapping = replace(deps, files=Swapping(bucket(deps).objects, bucket(deps).contents))

    assert inspecting.inspect(key, swapping) is None
    assert load(code, deps).attachments[0].state is State.WAITING
    settled = inspecting.inspect(key, deps)
    assert settled
    assert bucket(deps).contents[settled.key] == b"clean \xff\xd8\xffother!"


def test_a_copy_whose_number_went_to_another_upload_stays_an_orphan(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = expect(deps, code)
    put(deps, key)
    monkeypatch.setattr(MemoryCases, "settle", _conflict)
    inspecting.inspect(key, deps)

    assert bucket(deps).orphans == {name for name in bucket(deps).objects if name.startswith("attachments/")}


def test_an_inspection_that_was_cut_off_after_it_was_settled_is_tidied_by_the_next(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = expect(deps, code)
    put(deps, key)
    with monkeypatch.context() as broken:
        broken.setattr(MemoryFiles, "adopt", _unreachable)
        with pytest.raises(ConnectionError):
            inspecting.inspect(key, deps)
    assert bucket(deps).orphans

    assert inspecting.inspect(key, deps) is None
    assert bucket(deps).orphans == set()
    assert key not in bucket(deps).objects


@pytest.mark.parametrize(("verdict", "reason"), [("THREATS_FOUND", "malware"), ("UNSUPPORTED", "too-complex"), ("NO_THREATS_FOUND", "")])
def test_the_scanners_verdict_is_honoured(deps: Deps, code: str, verdict: str, reason: str) -> None:
    key = expect(deps, code)
    put(deps, key)
    bucket(deps).verdicts[key] = verdict

    settled = inspecting.inspect(key, replace(deps, malware_scan=True))

    assert settled
    assert settled.reason == reason


@pytest.mark.parametrize("verdict", ["", "FAILED", "ACCESS_DENIED"])
def test_without_a_verdict_nothing_is_kept_where_one_is_waited_for(deps: Deps, code: str, verdict: str) -> None:
    key = expect(deps, code)
    put(deps, key)
    bucket(deps).verdicts[key] = verdict

    with pytest.raises(inspecting.NotScanned):
        inspecting.inspect(key, replace(deps, malware_scan=True))
    assert load(code, deps).attachments[0].state is State.WAITING


def test_an_upload_that_is_reported_twice_is_recorded_once(deps: Deps, code: str) -> None:
    key = expect(deps, code)
    put(deps, key)
    inspecting.inspect(key, deps)

    assert inspecting.inspect(key, deps) is None
    assert load(code, deps).attachments[0].state is State.STORED


@pytest.mark.parametrize(("type_", "size"), [("image/png", 9), ("image/jpeg", 10)])
def test_an_upload_that_is_not_what_was_announced_is_refused_with_a_reason(deps: Deps, code: str, type_: str, size: int) -> None:
    key = expect(deps, code)
    put(deps, key, type_, size)

    settled = inspecting.inspect(key, deps)

    assert settled
    assert (settled.state, settled.reason) == (State.REFUSED, "not-as-announced")


@pytest.mark.parametrize("key", ["", "x", "uploads/a/b", "uploads/0F344WJ83T56/01-x.jpg", "other/A/01-x.jpg", "uploads/A/01/x", "uploads/A/-1-x"])
def test_a_key_that_nobody_expects_changes_nothing(deps: Deps, code: str, key: str) -> None:
    put(deps, key)

    assert inspecting.inspect(key, deps) is None


def test_an_upload_that_is_gone_again_changes_nothing(deps: Deps, code: str) -> None:
    assert inspecting.inspect(expect(deps, code), deps) is None


def test_an_upload_that_lost_its_number_meanwhile_changes_nothing(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = expect(deps, code)
    put(deps, key)
    monkeypatch.setattr(MemoryCases, "settle", _conflict)

    assert inspecting.inspect(key, deps) is None


def test_two_uploads_asked_for_at_once_do_not_share_a_number(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryCases, "expect", _conflict)

    with pytest.raises(Busy):
        expect(deps, code)


def closed(complaint: Complaint) -> list[Change]:
    changes = [verified(complaint)]
    for step in (started, responded, confirmed):
        changes.append(step(changes[-1].complaint))
    return changes


@pytest.mark.parametrize("end", [lambda it: [withdrawn(it)], lambda it: [archived(it)], closed])
def test_what_has_ended_takes_files_for_seven_days_after_submitting_and_no_longer(
    deps: Deps, code: str, end: Callable[[Complaint], list[Change]]
) -> None:
    for change in end(load(code, deps).complaint):
        deps.cases.append(change)

    deps.now.now = later(days=6, hours=23)  # type: ignore[attr-defined]
    assert expect(deps, code)
    deps.now.now = later(days=7)  # type: ignore[attr-defined]
    with pytest.raises(ActionRefused, match="for 7 days") as refused:
        expect(deps, code)
    assert refused.value.rule == "attach.status"


def test_how_many_files_and_for_how_long_says_the_policy(deps: Deps, code: str) -> None:
    deps.reference.put([replace(POLICY, attachments=1, attachment_calendar_days=1)])
    expect(deps, code)

    with pytest.raises(TooManyAttachments, match="at most 1 "):
        expect(deps, code)
    follow.withdraw(load(code, deps), "", deps)
    deps.now.now = later(days=1)  # type: ignore[attr-defined]
    with pytest.raises(ActionRefused, match="for 1 days"):
        expect(deps, code)


def test_an_open_complaint_takes_attachments_however_old_it_is(deps: Deps, code: str) -> None:
    deps.now.now = later(days=300)  # type: ignore[attr-defined]

    assert expect(deps, code)


KEY = "retry-0123456789abcdef"
FILE = ("foto.jpg", "image/jpeg", 9)


def announce(deps: Deps, code: str, file: tuple[str, str, int] = FILE, key: str = KEY) -> attach.Expected:
    return attach.expect(load(code, deps), *file, deps, key)


def test_an_announcement_that_is_sent_again_finds_the_number_that_it_took(deps: Deps, code: str) -> None:
    first = announce(deps, code)
    deps.now.now = later(minutes=20)  # type: ignore[attr-defined]

    again = announce(deps, code)

    assert (first.again, again.again) == (False, True)
    assert (again.attachment.number, again.attachment.key, again.form) == (first.attachment.number, first.attachment.key, first.form)
    assert (again.works_until, again.attachment.until) == (later(minutes=50), later(minutes=65))
    assert load(code, deps).attachments == (again.attachment,)


@pytest.mark.parametrize("other", [("foto.jpg", "image/png", 9), ("foto.jpg", "image/jpeg", 10)])
def test_a_key_that_was_used_for_another_file_is_refused(deps: Deps, code: str, other: tuple[str, str, int]) -> None:
    first = announce(deps, code)

    with pytest.raises(KeyReused):
        announce(deps, code, other)
    assert load(code, deps).attachments == (first.attachment,)


def test_another_key_another_complaint_and_no_key_take_numbers_of_their_own(deps: Deps, code: str) -> None:
    other = submit.submit(a_submission(), None, deps).receipt.code

    announced = [announce(deps, code), announce(deps, code, key="another-0123456789"), announce(deps, other)]
    expect(deps, code)

    assert not any(one.again for one in announced)
    assert [len(load(one, deps).attachments) for one in (code, other)] == [3, 1]


def test_an_upload_that_was_recorded_meanwhile_stays_recorded_when_it_is_announced_again(deps: Deps, code: str) -> None:
    key = announce(deps, code).attachment.key
    put(deps, key)
    stored = inspecting.inspect(key, deps)

    again = announce(deps, code)

    assert (again.again, again.attachment.number) == (True, 1)
    assert load(code, deps).attachments == (stored,)


def test_a_refused_upload_may_come_once_more_when_it_is_announced_again(deps: Deps, code: str) -> None:
    key = announce(deps, code).attachment.key
    put(deps, key, size=10)
    inspecting.inspect(key, deps)

    assert announce(deps, code).attachment.number == 1
    put(deps, key)
    settled = inspecting.inspect(key, deps)

    assert settled
    assert settled.state is State.STORED


def test_an_announcement_whose_number_went_to_another_upload_takes_the_next(deps: Deps, code: str) -> None:
    announce(deps, code)
    deps.now.now = later(hours=1)  # type: ignore[attr-defined]
    expect(deps, code)

    again = announce(deps, code)

    assert (again.again, again.attachment.number) == (False, 2)


def test_of_two_announcements_at_once_with_one_key_both_get_the_same_form(deps: Deps, code: str) -> None:
    before = load(code, deps)

    one, other = (attach.expect(before, *FILE, deps, KEY) for _ in range(2))

    assert (one.attachment, one.form) == (other.attachment, other.form)
    with pytest.raises(Busy):
        attach.expect(before, "foto.jpg", "image/jpeg", 10, deps, KEY)


def test_an_announcement_is_found_again_though_all_numbers_are_taken(deps: Deps, code: str) -> None:
    announce(deps, code)
    for _ in range(4):
        expect(deps, code)

    assert announce(deps, code).attachment.number == 1
    with pytest.raises(TooManyAttachments):
        announce(deps, code, key="another-0123456789")


def officers(deps: Deps, code: str, role: Role = Role.OFFICER) -> attach.Expected:
    return attach.expect(load(code, deps), "hasil.jpg", "image/jpeg", 9, deps, agent=Actor(role=role, agency="51.71.pupr", holder="Made"))


def inspected_for_response(deps: Deps, code: str) -> int:
    one = officers(deps, code).attachment
    put(deps, one.key)
    inspecting.inspect(one.key, deps)
    return one.number


def test_an_officer_adds_up_to_five_files_for_a_response_beside_those_of_the_reporter(deps: Deps, code: str) -> None:
    expect(deps, code)

    assert [officers(deps, code).attachment.number for _ in range(5)] == [21, 22, 23, 24, 25]
    with pytest.raises(TooManyAttachments, match="response"):
        officers(deps, code)
    assert load(code, deps).attachments[1].response == 1


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.INSPECTOR])
def test_who_may_not_respond_adds_no_files(deps: Deps, code: str, role: Role) -> None:
    with pytest.raises(Forbidden):
        officers(deps, code, role)


def test_the_reporter_sees_a_responses_files_once_it_was_given_with_them(deps: Deps, code: str) -> None:
    number = inspected_for_response(deps, code)
    assert load(code, deps).reporters_files == ()

    answer(deps, code, [number])

    case = load(code, deps)
    assert [one.number for one in case.reporters_files] == [number]
    assert attach.link(case.reporters_files, number, deps).address
    assert officers(deps, code).attachment.number == 41


def test_everybody_sees_a_responses_files_where_everybody_may_read_it(deps: Deps, code: str) -> None:
    number = inspected_for_response(deps, code)
    answer(deps, code, [number])
    case = load(code, deps)
    published = replace(case, complaint=replace(case.complaint, published_at=NOON))
    assert [one.number for one in published.public_files] == [number]

    hidden = [replace(event, data={**event.data, "confidential": True}) for event in case.events]
    assert replace(published, events=tuple(hidden)).public_files == ()
    assert replace(case, complaint=replace(case.complaint, published_at=None)).public_files == ()
    redacted = replace(published, redactions={case.events[-1].seq: Redaction(number=case.events[-1].seq, text="…")})
    assert redacted.public_files == ()


def test_a_response_is_given_with_stored_files_of_its_own_only(deps: Deps, code: str) -> None:
    own = expect(deps, code)
    put(deps, own)
    inspecting.inspect(own, deps)
    waiting = officers(deps, code).attachment.number

    with pytest.raises(InvalidInput) as wrong:
        answer(deps, code, [1, waiting, 99])
    assert [error.pointer for error in wrong.value.errors] == ["/attachments/0", "/attachments/1", "/attachments/2"]


def answer(deps: Deps, code: str, numbers: list[int]) -> None:
    clerk, officer = (Actor(role=role, agency=agency, holder="Made") for role, agency in [(Role.COORDINATOR, "51.71"), (Role.OFFICER, "51.71.pupr")])
    if load(code, deps).complaint.version == 1:
        work.act(code, 1, Action.VERIFY, route.verify("51.71.pupr", clerk, deps), clerk, deps)
    respond = handle.respond(Outcome.RESOLVED, "Lampu sudah kami ganti hari ini.", "", deps, confidential=False, attachments=numbers)
    work.act(code, 2, Action.RESPOND, respond, officer, deps)


def _unreachable(*_: object) -> None:
    raise ConnectionError


def _conflict(*_: object) -> None:
    raise Conflict("another one's")
