"""Documents that can be checked, are."""

import re
from pathlib import Path

import pytest

from chalicelib.api.problems import PROBLEMS
from chalicelib.api.routes import ROUTES
from chalicelib.domain.words import Action, Status
from chalicelib.settings import Settings
from chalicelib.store import access, cases, reference, scores, surveys

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "ops").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
STORES = {"Cases": cases.Cases, "Reference": reference.Reference, "Access": access.Access, "Scores": scores.Scores, "Surveys": surveys.Surveys}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [link for link in LINK.findall(document.read_text(encoding="utf-8")) if not (document.parent / link).exists()] == []


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len(read("README.md").splitlines()) < 150


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_is_described_with_who_may_call_it(route: object) -> None:
    assert f"| `{route.method} {route.path}` | {route.who} |" in read("docs/api.md")  # type: ignore[attr-defined]


def test_no_route_is_described_that_does_not_exist() -> None:
    described = re.findall(r"^\| `([A-Z]+ /[^`]+)` \|", read("docs/api.md"), re.MULTILINE)

    assert described == [route.name for route in ROUTES]


@pytest.mark.parametrize("page", ["web/problems.html", "web/en/problems.html"])
def test_every_problem_has_its_place_on_the_page_that_its_type_names(page: str) -> None:
    assert set(re.findall(r'id="([a-z-]+)"', read(page))) >= set(PROBLEMS)


def test_every_problem_is_explained_with_its_status_and_what_to_do() -> None:
    explained = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \| [^|]+ \| [^|]+ \|$", read("docs/api.md"), re.MULTILINE)

    assert {code: int(status) for code, status in explained} == {code: status for code, (status, _) in PROBLEMS.items()}
    assert len(explained) == len(PROBLEMS)


def test_every_make_target_that_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {name for document in DOCUMENTS for name in re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8"))}

    assert named <= targets


def test_every_decision_is_in_the_index() -> None:
    files = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}

    assert set(re.findall(r"\((0[^)]+)\)", read("docs/decisions/README.md"))) == files


def test_every_read_of_the_data_model_is_a_read_of_the_store() -> None:
    named = re.findall(r"`(Cases|Reference|Access|Scores|Surveys)\.([a-z_]+)`", read("docs/data-model.md"))

    assert len(named) >= 10
    assert [f"{store}.{name}" for store, name in named if not hasattr(STORES[store], name)] == []


def test_every_setting_is_given_by_the_template() -> None:
    assert {name.upper() for name in Settings._fields} <= set(re.findall(r'"([A-Z_]+)": ', read("infra/template/globals.json")))


@pytest.mark.parametrize("words", [Action, Status])
def test_every_word_of_the_api_is_named_in_its_document(words: type[Action] | type[Status]) -> None:
    document = read("docs/api.md") + read("docs/architecture.md") + read("docs/data-model.md") + read("docs/glossary.md")

    assert [word for word in words if word not in document] == []
