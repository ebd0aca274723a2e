"""Recording what was uploaded: once, and only what was announced."""

from datetime import timedelta

import pytest

from chalicelib.domain.attachment import State, Upload
from chalicelib.domain.errors import ActionRefused, Busy, Conflict, KeyReused, TooManyAttachments
from chalicelib.usecases import attach, follow, submit
from chalicelib.usecases.act import load
from chalicelib.usecases.ports import Deps
from tests.builders import a_submission, later
from tests.fakes import MemoryCases, MemoryFiles


@pytest.fixture
def code(deps: Deps) -> str:
    return submit.submit(a_submission(), None, deps).receipt.code


def expect(deps: Deps, code: str) -> str:
    return attach.expect(load(code, deps), "foto.jpg", "image/jpeg", 9, deps).attachment.key


def put(deps: Deps, key: str, type_: str = "image/jpeg", size: int = 9) -> None:
    assert isinstance(deps.files, MemoryFiles)
    deps.files.objects[key] = Upload(type_, size, "etag")


def test_an_announced_upload_is_stored_and_can_be_fetched(deps: Deps, code: str) -> None:
    key = expect(deps, code)
    put(deps, key)

    settled = attach.record(key, deps)

    assert settled
    assert settled.state is State.STORED
    kept = key.replace("uploads/", "attachments/")
    assert attach.link(load(code, deps), 1, deps) == (f"https://bucket.example/{kept}?for=300", deps.now() + timedelta(minutes=5))


def test_an_upload_that_is_reported_twice_is_recorded_once(deps: Deps, code: str) -> None:
    key = expect(deps, code)
    put(deps, key)
    attach.record(key, deps)

    assert attach.record(key, deps) is None
    assert load(code, deps).attachments[0].state is State.STORED


@pytest.mark.parametrize(("type_", "size"), [("image/png", 9), ("image/jpeg", 10)])
def test_an_upload_that_is_not_what_was_announced_is_refused_with_a_reason(deps: Deps, code: str, type_: str, size: int) -> None:
    key = expect(deps, code)
    put(deps, key, type_, size)

    settled = attach.record(key, deps)

    assert settled
    assert (settled.state, settled.reason) == (State.REFUSED, "not-as-announced")


@pytest.mark.parametrize("key", ["", "x", "uploads/a/b", "uploads/0F344WJ83T56/01-x.jpg", "other/A/01-x.jpg", "uploads/A/01/x", "uploads/A/-1-x"])
def test_a_key_that_nobody_expects_changes_nothing(deps: Deps, code: str, key: str) -> None:
    put(deps, key)

    assert attach.record(key, deps) is None


def test_an_upload_that_is_gone_again_changes_nothing(deps: Deps, code: str) -> None:
    assert attach.record(expect(deps, code), deps) is None


def test_an_upload_that_lost_its_number_meanwhile_changes_nothing(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = expect(deps, code)
    put(deps, key)
    monkeypatch.setattr(MemoryCases, "settle", _conflict)

    assert attach.record(key, deps) is None


def test_two_uploads_asked_for_at_once_do_not_share_a_number(deps: Deps, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryCases, "expect", _conflict)

    with pytest.raises(Busy):
        expect(deps, code)


def test_nothing_is_attached_to_a_withdrawn_complaint(deps: Deps, code: str) -> None:
    follow.withdraw(load(code, deps), "", deps)

    with pytest.raises(ActionRefused) as refused:
        expect(deps, code)
    assert refused.value.rule == "attach.status"


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
    assert again.attachment.until == later(minutes=50)
    assert load(code, deps).attachments == (again.attachment,)


@pytest.mark.parametrize("other", [("lain.jpg", "image/jpeg", 9), ("foto.jpg", "image/png", 9), ("foto.jpg", "image/jpeg", 10)])
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
    stored = attach.record(key, deps)

    again = announce(deps, code)

    assert (again.again, again.attachment.number) == (True, 1)
    assert load(code, deps).attachments == (stored,)


def test_a_refused_upload_may_come_once_more_when_it_is_announced_again(deps: Deps, code: str) -> None:
    key = announce(deps, code).attachment.key
    put(deps, key, size=10)
    attach.record(key, deps)

    assert announce(deps, code).attachment.number == 1
    put(deps, key)
    settled = attach.record(key, deps)

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
        attach.expect(before, "lain.jpg", "image/jpeg", 9, deps, KEY)


def test_an_announcement_is_found_again_though_all_numbers_are_taken(deps: Deps, code: str) -> None:
    announce(deps, code)
    for _ in range(4):
        expect(deps, code)

    assert announce(deps, code).attachment.number == 1
    with pytest.raises(TooManyAttachments):
        announce(deps, code, key="another-0123456789")


def _conflict(*_: object) -> None:
    raise Conflict("another one's")
