"""A month that is over: published as a file, scored from that file, and never again, wherever it is interrupted."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chalicelib.domain import ranking
from chalicelib.domain.errors import ActionRefused
from chalicelib.domain.open_data import Frozen, WrongFile
from chalicelib.domain.periods import Length
from chalicelib.domain.ranking import Scored
from chalicelib.domain.survey import NO_SHEETS, add_up
from chalicelib.domain.tally import EMPTY, Tally
from chalicelib.usecases import agencies, follow, freeze, recount, standings, submit
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.score import run, score_months
from chalicelib.usecases.setting import load
from tests import deeds
from tests.builders import CITY, OTHER_CITY, POLICY, REASON, STEWARD, UNIT, a_submission, later
from tests.fakes import MemoryFiles, MemoryScores, fake_deps

OVER = later(days=53)
"""16 January 2027: December's days of grace are over."""


def always() -> bool:
    return True


def lived(deps: Deps) -> list[str]:
    """Five complaints due in December: satisfied, not satisfied, answered late, not answered, disputed into January."""
    codes = [submit.submit(a_submission(), None, deps).receipt.code for _ in range(5)]
    for code in codes:
        deeds.verify(code, deps)
    follow.confirm(deeds.respond(codes[0], deps), 4, deps)
    follow.confirm(deeds.respond(codes[1], deps), 2, deps)
    disputed = deeds.respond(codes[4], deps)
    deps.now.now = later(days=25)  # type: ignore[attr-defined]
    deeds.respond(codes[2], deps)
    follow.dispute(disputed, REASON, deps)
    deps.now.now = OVER  # type: ignore[attr-defined]
    return codes


def frozen(deps: Deps) -> dict[str, Frozen]:
    return {one.period: one for one in deps.scores.frozen()}


def plain(rows: list[Scored]) -> dict[str, Scored]:
    """What a file can tell of scores."""
    return {row.agency: replace(row, computed_at=OVER, digest="", change=None) for row in rows}


def tallies(deps: Deps, period: str) -> dict[str, Tally]:
    return {row.agency: row.tally for row in deps.scores.of(period)}


def opened(lines: Iterable[bytes]) -> recount.Opened:
    """A file of one month."""
    (month,) = recount.read(lines)
    return month


def lines(deps: Deps, period: str = "2026-12", form: int = 0) -> list[bytes]:
    return list(deps.files.lines(frozen(deps)[period].files[form].key))


def test_a_frozen_month_has_the_scores_that_it_had_when_it_was_over(deps: Deps) -> None:
    lived(deps)
    score_months(["2026-12"], None, deps, always)
    moving = deps.scores.of("2026-12")

    one = freeze.freeze("2026-12", deps, always)

    assert plain(deps.scores.of("2026-12")) == plain(moving)
    assert {row.digest for row in deps.scores.of("2026-12")} == {one.digest}
    assert (one.cases, one.duties, one.policy, one.whole) == (4, 0, 1, True)
    assert {row.tally.cases for row in deps.scores.of("2026-12")} == {4}


def test_it_is_frozen_from_a_real_bucket_as_from_one_in_memory(deps: Deps, engine_deps: Deps) -> None:
    """Its file is longer than what a client reads at once."""
    lived(deps)
    real = replace(deps, files=engine_deps.files)

    freeze.freeze("2026-12", real, always)

    assert plain(deps.scores.of("2026-12")) == plain(opened(lines(real)).scored(OVER))
    assert len(b"".join(lines(real))) > 1024
    assert all(one.whole for one in deps.scores.frozen())


def test_with_its_last_month_a_quarter_a_half_year_and_a_year_are_frozen_too(deps: Deps) -> None:
    lived(deps)
    freeze.freeze("2026-11", deps, always)
    assert set(frozen(deps)) == {"2026-11"}

    freeze.freeze("2026-12", deps, always)

    assert {period: one.months for period, one in frozen(deps).items() if len(period) < 8 and period != "2026-11"} == {
        "2026-12": ("2026-12",),
        **dict.fromkeys(["2026-Q4", "2026-H2", "2026"], ("2026-11", "2026-12")),
    }
    for period in ("2026-Q4", "2026-H2", "2026"):
        assert {(row.tally.cases, row.tally.verifications, row.digest) for row in deps.scores.of(period) if row.agency == "51.71"} == {
            (4, 5, frozen(deps)[period].digest)
        }


@pytest.mark.parametrize("form", [0, 1], ids=["jsonl", "csv"])
def test_a_longer_period_is_one_file_too_and_all_of_its_months_come_out_of_it(deps: Deps, form: int) -> None:
    lived(deps)
    for month in ("2026-11", "2026-12"):
        freeze.freeze(month, deps, always)

    one, months = frozen(deps)["2026"], recount.read(lines(deps, "2026", form))

    rows = [row for month in months for row in month.scored(OVER)]
    assert [month.period for month in months] == ["2026-11", "2026-12"]
    assert plain(ranking.summed("2026", rows, POLICY, OVER, [])) == {
        agency: replace(row, own=EMPTY) for agency, row in plain(deps.scores.of("2026")).items()
    }
    assert months == [opened(lines(deps, period, form)) for period in ("2026-11", "2026-12")]
    assert one.digest == one.files[0].digest


def test_what_changes_after_a_month_was_frozen_changes_nothing_in_it(deps: Deps) -> None:
    codes = lived(deps)
    freeze.freeze("2026-12", deps, always)
    before = {period: deps.scores.of(period) for period in ("2026-12", "2026-Q4", "2026")}
    deeds.respond(codes[3], deps)
    follow.dispute(load(codes[2], deps), REASON, deps)

    score_months(["2026-12"], None, deps, always)
    again = freeze.freeze("2026-12", deps, always)

    assert again == frozen(deps)["2026-12"]
    assert {period: deps.scores.of(period) for period in before} == before


def test_a_case_that_is_disputed_after_its_month_was_frozen_counts_again_where_its_new_date_falls(deps: Deps) -> None:
    codes = lived(deps)
    freeze.freeze("2026-12", deps, always)
    deps.now.now = later(days=54)  # type: ignore[attr-defined]
    follow.dispute(load(codes[2], deps), REASON, deps)
    deps.now.now = later(days=90)  # type: ignore[attr-defined]
    score_months(["2027-01", "2027-02"], None, deps, always)

    assert [
        (one.period, one.tally.cases, one.tally.disputed) for period in ("2026-12", "2027-01", "2027-02") for one in deps.scores.of(period, "unit")
    ] == [
        ("2026-12", 4, 0),
        ("2027-01", 1, 1),
        ("2027-02", 1, 1),
    ]


def test_an_agency_that_becomes_another_kind_keeps_its_history(deps: Deps) -> None:
    lived(deps)
    freeze.freeze("2026-12", deps, always)
    agencies.change(CITY.id, {"kind": "regency"}, STEWARD, deps)
    score_months(["2027-01"], None, deps, always)

    _, months = standings.history(CITY.id, Length.MONTH, deps)

    assert [(one.period, one.kind) for one in months] == [("2026-12", "city"), ("2027-01", "regency")]


@pytest.mark.parametrize("month", ["2027-01", "2026-12"])
def test_nothing_is_frozen_before_its_days_of_grace_are_over(deps: Deps, month: str) -> None:
    deps.now.now = later(days=51)  # type: ignore[attr-defined]

    with pytest.raises(ActionRefused) as refused:
        freeze.freeze(month, deps, always)

    assert refused.value.rule == "freeze.early"
    assert frozen(deps) == {}


def test_the_days_of_grace_are_the_policys(deps: Deps) -> None:
    deps.reference.put([replace(POLICY, version=2, freeze_days=40)])
    deps.now.now = OVER  # type: ignore[attr-defined]

    with pytest.raises(ActionRefused):
        freeze.freeze("2026-12", deps, always)


def test_a_month_cannot_be_put_into_a_longer_period_that_is_frozen(deps: Deps) -> None:
    deps.now.now = OVER  # type: ignore[attr-defined]
    freeze.freeze("2026-12", deps, always)

    with pytest.raises(ActionRefused) as refused:
        freeze.freeze("2026-11", deps, always)

    assert refused.value.rule == "freeze.late"


def test_the_schedule_freezes_what_is_over_in_order_and_leaves_months_of_before_it_ran(deps: Deps) -> None:
    run(deps, always)
    lived(deps)

    done = run(deps, always)
    again = run(deps, always)

    assert (done.frozen, again.frozen) == (("2026-11", "2026-12"), ())
    assert {one for one in frozen(deps) if one.startswith("2026-1")} == {"2026-11", "2026-12"}
    assert deps.scores.of("2026-10") == []


def test_a_month_that_cannot_be_frozen_keeps_nothing_from_being_scored(deps: Deps) -> None:
    run(deps, always)
    lived(deps)
    freeze.freeze("2026-12", deps, always)
    assert deps.scores.of("2027-01") == []

    with pytest.raises(ActionRefused, match="without 2026-11"):
        run(deps, always)

    assert deps.scores.of("2027-01")


def test_a_longer_period_that_goes_on_counts_what_was_frozen_in_the_same_run(deps: Deps) -> None:
    run(deps, always)
    lived(deps)
    deps.now.now = later(days=88)  # type: ignore[attr-defined]

    assert "2027-01" in run(deps, always).frozen

    assert {row.tally.cases for row in deps.scores.of("2027-01")} == {1}
    assert {row.tally.cases for row in deps.scores.of("2027")} == {1}


def test_a_month_whose_time_comes_when_no_change_was_noted_counts_in_the_longer_periods_at_once(deps: Deps) -> None:
    run(deps, always)
    code = lived(deps)[-1]
    deps.now.now = later(days=78)  # type: ignore[attr-defined]
    run(deps, always)
    before = tallies(deps, "2027")
    follow.confirm(deeds.respond(code, deps), 4, deps)
    deps.reference.put([replace(POLICY, version=2, freeze_days=5)])

    assert run(deps, always).frozen == ("2027-01",)

    assert tallies(deps, "2027") == tallies(deps, "2027-01") != before


def test_an_empty_month_is_frozen_and_says_so(deps: Deps) -> None:
    deps.now.now = OVER  # type: ignore[attr-defined]

    one = freeze.freeze("2026-12", deps, always)

    assert (one.cases, one.duties) == (0, 0)
    assert opened(lines(deps)).own == {}


def test_a_score_whose_cases_went_elsewhere_meanwhile_is_not_left_behind(deps: Deps) -> None:
    (code,) = [submit.submit(a_submission(), None, deps).receipt.code]
    deeds.verify(code, deps)
    deps.now.now = later(days=21)  # type: ignore[attr-defined]
    score_months(["2026-12"], None, deps, always)
    assert len(deps.scores.of("2026-12")) == 4
    case = deeds.respond(code, deps)
    follow.dispute(case, REASON, deps)
    deps.now.now = OVER  # type: ignore[attr-defined]

    freeze.freeze("2026-12", deps, always)

    assert deps.scores.of("2026-12") == deps.scores.of("2026") == []


def test_when_time_runs_out_nothing_is_frozen(deps: Deps) -> None:
    deps.now.now = OVER  # type: ignore[attr-defined]

    with pytest.raises(TimeoutError):
        freeze.freeze("2026-12", deps, lambda: False)

    assert frozen(deps) == {}
    assert isinstance(deps.files, MemoryFiles)
    assert deps.files.contents == {}


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Dying:
    """A collaborator whose process is killed just before, or just after, one of its writes."""

    kept: Any
    left: list[int]
    after: bool
    writes: tuple[str, ...] = ("put", "put_frozen", "freeze", "complete", "keep_runs", "forget")
    made: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.kept, name)
        return self._counted(method) if name in self.writes else method

    def _counted(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            self.left[0] -= 1
            if self.left[0] == 0 and not self.after:
                raise Killed
            result = method(*values, **named)
            if self.left[0] == 0:
                raise Killed
            return result

        return call


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_write_and_run_again_the_end_is_the_same(after: bool) -> None:  # noqa: FBT001
    def end(deps: Deps) -> tuple[object, ...]:
        assert isinstance(deps.scores, MemoryScores)
        return deps.scores.kept, deps.scores.ended, deps.scores.last

    def born() -> Deps:
        deps = fake_deps()
        run(deps, always)
        lived(deps)
        return deps

    whole = born()
    run(whole, always)
    number, died = 0, True
    while died:
        number, died, deps = number + 1, False, born()
        left = [number]
        dying = replace(deps, scores=Dying(deps.scores, left, after), files=Dying(deps.files, left, after))
        try:
            run(dying, always)
        except Killed:
            died = True
        run(deps, always)
        assert end(deps) == end(whole), number
    assert number > 15


def test_of_two_that_freeze_at_once_the_first_decides_and_both_come_to_the_same(deps: Deps) -> None:
    codes = lived(deps)
    assert isinstance(deps.scores, MemoryScores)
    plainly = deps.scores.freeze

    def late(one: Frozen) -> None:
        deps.scores.freeze = plainly  # type: ignore[method-assign]
        deeds.respond(codes[3], deps)  # the other one finds an answer more
        freeze.freeze("2026-12", deps, always)
        plainly(one)

    deps.scores.freeze = late  # type: ignore[method-assign]
    one = freeze.freeze("2026-12", deps, always)

    assert one == frozen(deps)["2026-12"]
    assert {row.tally.resolved for row in deps.scores.of("2026-12")} == {4}
    assert {row.digest for row in deps.scores.of("2026-12")} == {one.digest}
    assert isinstance(deps.files, MemoryFiles)
    assert len([key for key in deps.files.contents if key.startswith("periods/2026-12/")]) == 4


@pytest.mark.parametrize("form", [0, 1], ids=["jsonl", "csv"])
def test_from_either_file_alone_come_the_scores_that_were_published(deps: Deps, form: int) -> None:
    codes = lived(deps)
    late = submit.submit(a_submission(), None, deps).receipt.code
    assert late not in codes
    freeze.freeze("2026-12", deps, always)

    month = opened(lines(deps, form=form))

    assert plain(month.scored(OVER)) == plain(deps.scores.of("2026-12"))
    assert (month.period, month.policy.weights) == ("2026-12", POLICY.weights)


def test_what_is_shown_of_the_survey_is_in_the_file_and_in_the_scores_of_all_above(deps: Deps) -> None:
    lived(deps)
    deps.surveys.show(UNIT.id, "2026-12", NO_SHEETS, add_up([(3,) * 9] * 10))

    freeze.freeze("2026-12", deps, always)

    assert {row.score.indicators["survey_index"] for row in deps.scores.of("2026-12")} == {75.0}
    assert [plain(opened(lines(deps, form=form)).scored(OVER)) for form in (0, 1)] == [plain(deps.scores.of("2026-12"))] * 2


def test_a_file_is_named_by_its_digest_and_counted(deps: Deps) -> None:
    lived(deps)

    one = freeze.freeze("2026-12", deps, always)

    for file, type_ in zip(one.files, ("application/jsonl", "text/csv; charset=utf-8"), strict=True):
        content = deps.files.lines(file.key).read()
        assert (file.type, file.bytes, file.digest) == (type_, len(content), recount.digest_of(io.BytesIO(content)))
        assert file.key.startswith(f"periods/2026-12/{file.digest[:16]}.")
    assert one.digest == one.files[0].digest


def test_nothing_personal_and_no_code_is_in_a_file(deps: Deps) -> None:
    codes = lived(deps)
    freeze.freeze("2026-12", deps, always)

    for form in (0, 1):
        text = b"".join(lines(deps, form=form)).decode()
        assert [word for word in (*codes, "Budi", "budi@", "Lampu", REASON, "jalan.lampu", "-8.65") if word in text] == []


def test_every_record_says_what_it_is_and_csv_says_the_same_as_json_lines(deps: Deps) -> None:
    lived(deps)
    freeze.freeze("2026-12", deps, always)

    records = [json.loads(line) for line in lines(deps)]
    assert [record["record"] for record in records] == ["period"] + ["agency"] * 6 + ["case"] * 4
    assert len(lines(deps, form=1)) == len(records) + 1


def test_a_name_that_a_spreadsheet_would_calculate_comes_back_as_it_was(deps: Deps) -> None:
    odd = replace(OTHER_CITY, name="=1+1")
    deps.reference.put([odd])
    lived(deps)
    freeze.freeze("2026-12", deps, always)

    assert [opened(lines(deps, form=form)).members[0].name for form in (0, 1)] == ["=1+1", "=1+1"]
    assert b"'=1+1" in b"".join(lines(deps, form=1))


HEADER = (
    b'{"record":"period","format":1,"period":"2026-11","as_of":"2026-12-15","policy":1,"weight_followed_up_on_time":1,"weight_resolved_on_time":0,'
    b'"weight_undisputed_resolved":0,"weight_satisfaction":0,"green":81,"yellow":51,"bands":"10","few_ratings":10}\n'
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"{}",
        b"[1]",
        b'{"record":"agency"}\n',
        HEADER.replace(b'"format":1', b'"format":2'),
        HEADER + b'{"record":"unknown","agency":"a"}\n',
        HEADER + b'{"record":"case","agency":"a"}\n',
        HEADER + b'{"record":"duty","agency":"a","case":"c","verify_due":"2026-13-01","missed":0}\n',
        HEADER + b"{",
        HEADER + b'{"agency":"a"}\n',
        b"\xff\xfe",
    ],
)
def test_what_is_no_file_of_a_month_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(WrongFile, match="not a frozen period: "):
        recount.read(io.BytesIO(content))


def test_records_in_any_order_after_the_first_give_the_same(deps: Deps) -> None:
    lived(deps)
    freeze.freeze("2026-12", deps, always)
    first, *others = lines(deps)

    assert plain(opened([first, *reversed(others)]).scored(OVER)) == plain(opened([first, *others]).scored(OVER))
