import pytest

from chalicelib.domain import template
from chalicelib.domain.errors import ActionRefused, FieldError
from chalicelib.domain.template import MOST, MOST_BYTES, Template, Templates
from tests.builders import a_template

TEXT = "Laporan {code} kami tangani sampai {due}. Salam, {agency}"
FILLED = "Laporan 7KQM-2F9X-4HDT kami tangani sampai 2026-12-01. Salam, Dinas PUPR"


def of(*ids: str, version: int = 1) -> Templates:
    return Templates(agency="51.71", templates=tuple(a_template(id=id_) for id_ in ids), version=version)


def test_an_agency_that_keeps_none_has_none_and_no_version() -> None:
    assert (Templates(agency="51.71").id, Templates(agency="51.71").templates, Templates(agency="51.71").version) == ("51.71", (), 0)


@pytest.mark.parametrize(("before", "id_", "after"), [((), "b", ("b",)), (("a", "c"), "b", ("a", "b", "c")), (("a", "b"), "b", ("a", "b"))])
def test_a_template_takes_the_place_of_the_one_with_its_id(before: tuple[str, ...], id_: str, after: tuple[str, ...]) -> None:
    put = a_template(id=id_, name="Baru")

    then = of(*before, version=7).having(put)

    assert (then.agency, tuple(one.id for one in then.templates), then.version) == ("51.71", after, 8)
    assert put in then.templates


@pytest.mark.parametrize(("before", "after"), [(("a", "b"), ("a",)), (("a",), ("a",)), ((), ())])
def test_a_template_is_taken_away_by_its_id(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    then = of(*before).without("b")

    assert (tuple(one.id for one in then.templates), then.version) == (after, 2)


def test_an_agency_keeps_at_most_fifty_and_may_change_each_of_them() -> None:
    full = of(*(f"t{number:02d}" for number in range(MOST)))

    assert len(full.having(a_template(id="t07", name="Baru")).templates) == MOST
    with pytest.raises(ActionRefused) as refused:
        full.having(a_template(id="one-more"))
    assert (refused.value.rule, str(refused.value)) == ("template.limit", "an agency has at most 50 templates")


@pytest.mark.parametrize(("letter", "size"), [("x", 1), ("é", 2), ("ꦲ", 3)])
def test_what_an_agency_keeps_fits_in_one_document_whatever_its_letters(letter: str, size: int) -> None:
    texts = [letter * (MOST_BYTES // 25 // size)] * 25
    full = Templates(agency="51.71", templates=tuple(a_template(id=f"t{number:02d}", text=text) for number, text in enumerate(texts)))

    assert full.having(a_template(id="t00", text=texts[0]))
    with pytest.raises(ActionRefused) as refused:
        full.having(a_template(id="more", text=letter * 20 * 25))
    assert (refused.value.rule, str(refused.value)) == ("template.size", "the templates of an agency have at most 100,000 bytes in all")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        (TEXT, []),
        ("tanpa isian", []),
        ("{code}{code}", []),
        ("kurung { kosong }, {}, {dua kata}, {{ dan }}", []),
        ("Yth. {nama}, {Code}", ["nama", "Code"]),
        ("{nama} dan {nama}", ["nama"]),
        ("{{nama}}", ["nama"]),
        ("{1}", ["1"]),
    ],
)
def test_every_field_that_nobody_could_fill_in_is_named_once(text: str, unknown: list[str]) -> None:
    details = [f"there is no field {{{field}}}, only {{code}}, {{due}}, {{agency}}" for field in unknown]

    assert template.wrong_text(text) == [FieldError("/text", "unknown", detail) for detail in details]


@pytest.mark.parametrize(
    ("category", "holds"), [("", True), ("jalan.lampu", True), ("jalan", True), ("jalan.lubang", False), ("jal", False), ("pungli", False)]
)
def test_a_template_is_for_its_category_and_those_below_it(category: str, holds: bool) -> None:  # noqa: FBT001 - a column of the table
    assert template.holds(a_template(category=category), "jalan.lampu", "jalan") is holds


@pytest.mark.parametrize(("category", "holds"), [("", True), ("jalan", True), ("jalan.lampu", False)])
def test_a_template_of_a_lower_category_is_not_for_the_one_above(category: str, holds: bool) -> None:  # noqa: FBT001 - a column of the table
    assert template.holds(a_template(category=category), "jalan", "") is holds


@pytest.mark.parametrize(
    ("text", "due", "filled"),
    [
        (TEXT, "2026-12-01", FILLED),
        ("{code}{code}", "", "7KQM-2F9X-4HDT7KQM-2F9X-4HDT"),
        ("Sampai {due}.", "", "Sampai {due}."),
        ("{{agency}} {} { code }", "", "{Dinas PUPR} {} { code }"),
    ],
)
def test_fields_are_filled_in_and_nothing_else(text: str, due: str, filled: str) -> None:
    assert template.fill(a_template(text=text), "7KQM-2F9X-4HDT", due, "Dinas PUPR") == filled


def test_a_value_that_looks_like_a_field_is_not_filled_in_again() -> None:
    assert template.fill(a_template(text="{agency} {code}"), "{due}", "2026-12-01", "{code}") == "{code} {due}"


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        (TEXT, True),
        (FILLED, True),
        (f"  {FILLED.upper()} !!! ", True),
        (FILLED.replace(" ", "\n"), True),
        (FILLED.replace("-", ""), True),
        ("\u200b".join(FILLED), True),
        ("\uff2c" + FILLED[1:], True),
        ("Lampu sudah diganti. " + FILLED, False),
        (FILLED + " 1", False),
        (FILLED.replace("kami ", ""), False),
        ("", False),
    ],
)
def test_only_letters_and_digits_count_as_an_addition(text: str, nothing: bool) -> None:  # noqa: FBT001 - a column of the table
    assert template.adds_nothing(text, [TEXT, FILLED]) is nothing


def test_an_accent_is_the_same_however_it_is_written() -> None:
    assert template.adds_nothing("Re\u0301servoir", ["R\u00e9servoir"])


def test_where_no_template_is_kept_everything_is_an_addition() -> None:
    assert not template.adds_nothing(FILLED, [])


def test_a_template_is_for_any_category_unless_one_is_named() -> None:
    assert Template(id="terima", name="Terima kasih", text=TEXT).category == ""
