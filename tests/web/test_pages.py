"""The pages keep their promises without a browser: twins in two languages, nothing inline, nothing missing, small."""

import gzip
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import msgspec
import pytest

from chalicelib.api import problems
from chalicelib.api.bodies import FormBody
from chalicelib.api.parameters import Kind
from chalicelib.domain import commitment
from chalicelib.domain.attachment import Reason, State
from chalicelib.domain.commitment import Indicator
from chalicelib.domain.periods import Length
from chalicelib.domain.policy import ARCHIVE_REASONS, WEIGHTS, Policy
from chalicelib.domain.scoring import SPEED_DAYS, score
from chalicelib.domain.survey import GRADES
from chalicelib.domain.tally import EMPTY
from chalicelib.domain.words import Action, Channel, Clock, Role, Status

WEB = Path(__file__).parents[2] / "web"
PAGES = sorted(path.name for path in WEB.glob("*.html"))
ALL_PAGES = [*PAGES, *(f"en/{name}" for name in PAGES)]
MODULES = sorted((WEB / "js").glob("*.js"))
BUDGET, DASHBOARD = 50 * 1024, 300 * 1024
MEASURED = tuple(score(EMPTY, None, Policy()).indicators)
PROBLEMS = set(problems.PROBLEMS)
INTERNAL = {Action.NOTE, Action.INSTRUCT, Action.SURVEY}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
IMPORT = re.compile(r'^import (?:.* from )?"(?:\.|(/vendor))/([\w./-]+)";$', re.MULTILINE)
WORKER = re.compile(r'new Worker\("/js/([\w.]+)"\)')
LATER = re.compile(r'\bimport\("\./([\w.]+)"\)')
OF_ITS_LANGUAGE = re.compile(r"import\(`\./([\w.]+)\.\$\{lang\}\.js`\)")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass
class Page(HTMLParser):
    """What a page consists of, in the order of the file."""

    source: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def values(self, name: str, *tags: str) -> list[str]:
        """The values of an attribute, of all elements or of those with one of these tags."""
        return [value for tag, attributes in self.elements if (value := attributes.get(name)) is not None and (not tags or tag in tags)]


def page(name: str) -> Page:
    return Page((WEB / name).read_text())


def code_of(module: Path) -> str:
    """The module without its comments."""
    return COMMENT.sub("", module.read_text())


def local_addresses(name: str) -> list[str]:
    addresses = page(name).values("href") + page(name).values("src") + page(name).values("action")
    return [address for address in addresses if not urlsplit(address).scheme and not address.startswith("/v1/")]


def graph(module: str, language: str) -> set[str]:
    """The addresses of the module and of all that it imports at once, directly or not, for a page of this language; libraries import nothing."""
    found, waiting = set[str](), [f"/js/{module}"]
    while waiting:
        if (address := waiting.pop()) not in found:
            found.add(address)
            source = (WEB / address.lstrip("/")).read_text() if address.startswith("/js/") else ""
            waiting += [f"{vendor or '/js'}/{name}" for vendor, name in IMPORT.findall(source)]
            waiting += [f"/js/{words_}.{language}.js" for words_ in OF_ITS_LANGUAGE.findall(source)]
    return found


def whole_graph(module: str) -> set[str]:
    """The module, all that it imports at once or later, and the workers that it starts."""
    found, waiting = set[str](), [module]
    while waiting:
        if (name := waiting.pop()) not in found:
            now = {address.removeprefix("/js/") for address in graph(name, "id") | graph(name, "en") if address.startswith("/js/")}
            found |= now
            sources = [(WEB / "js" / one).read_text() for one in now]
            waiting += [later for source in sources for later in LATER.findall(source) + WORKER.findall(source)]
    return found


def language_of(name: str) -> str:
    return "en" if name.startswith("en/") else "id"


def shape(name: str) -> list[tuple[str, dict[str, str | None]]]:
    """The structure of a page without its words and without the directory of its language."""
    said = {"aria-label", "content", "lang", "hreflang"}
    return [
        (
            tag,
            {
                key: (value or "").replace("/en/", "/").replace("?lang=en", "").replace("?lang=id", "").replace(".en.js", ".id.js")
                for key, value in attributes.items()
                if key not in said
            },
        )
        for tag, attributes in page(name).elements
    ]


def words(language: str) -> dict[str, str]:
    """The words of a language, those of single pages among them."""
    together = [pair for file in word_files(language) for pair in words_of(file).items()]
    return unique(together)


def word_files(language: str) -> list[Path]:
    return sorted((WEB / "js").glob(f"words*.{language}.js"), key=lambda file: file.name.removesuffix(f"{language}.js"))


def words_of(file: Path) -> dict[str, str]:
    """The words in a file; they are written so that the lines between the braces are JSON."""
    source = file.read_text()
    lines = source[source.index("{\n") + 2 : source.index("\n};")]
    return dict(json.loads("{" + lines.rstrip(",") + "}", object_pairs_hook=unique))


def unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
    assert len(dict(pairs)) == len(pairs), "a key is there twice"
    return dict(pairs)


def test_both_languages_have_the_same_pages() -> None:
    assert sorted(path.name for path in (WEB / "en").glob("*.html")) == PAGES
    assert {"index.html", "complain.html", "receipt.html", "track.html", "problems.html"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_twins_have_the_same_structure_ids_fields_scripts_and_styles(name: str) -> None:
    assert shape(name) == shape(f"en/{name}")


@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_says_its_language_and_links_to_its_twin(name: str) -> None:
    elements = page(name).elements
    english = name.startswith("en/")
    twin = f"/{name.removeprefix('en/')}" if english else f"/en/{name}"

    [html] = [attributes for tag, attributes in elements if tag == "html"]
    [link] = [attributes for _, attributes in elements if attributes.get("id") == "other-language"]

    assert html == {"lang": "en" if english else "id"}
    assert link["href"] == twin
    assert link["lang"] == link["hreflang"] == ("id" if english else "en")


@pytest.mark.parametrize("name", ALL_PAGES)
def test_every_page_leads_to_what_the_menu_names(name: str) -> None:
    home = "/en" if name.startswith("en/") else ""
    addresses = {attributes.get("href") for tag, attributes in page(name).elements if tag == "a"}

    assert {f"{home}/{leaf}.html" for leaf in ("complain", "track", "explore", "agencies", "scores", "statistics", "figures")} <= addresses


@pytest.mark.parametrize("name", ALL_PAGES)
def test_nothing_is_inline(name: str) -> None:
    for tag, attributes in page(name).elements:
        assert tag != "style"
        assert tag != "script" or attributes.get("src")
        assert not [key for key in attributes if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", ALL_PAGES)
def test_ids_are_unique_and_references_to_them_resolve(name: str) -> None:
    ids = page(name).values("id")
    assert len(set(ids)) == len(ids)
    for reference in REFERENCES:
        for value in page(name).values(reference):
            assert set(value.split()) <= set(ids)


@pytest.mark.parametrize("name", ALL_PAGES)
def test_every_local_address_resolves(name: str) -> None:
    for address in local_addresses(name):
        path, _, fragment = address.partition("#")
        target = WEB / path.lstrip("/") if path else WEB / name
        assert target.is_file(), address
        assert not fragment or fragment in Page(target.read_text()).values("id"), address


@pytest.mark.parametrize("name", ALL_PAGES)
def test_nothing_comes_from_a_third_party(name: str) -> None:
    for address in page(name).values("href") + page(name).values("src") + page(name).values("action"):
        assert urlsplit(address).scheme in {"", "tel"}
        assert not urlsplit(address).netloc


@pytest.mark.parametrize("path", [*(WEB / "css").glob("*.css"), *(WEB / "img").glob("*.svg")], ids=lambda path: str(path.name))
def test_styles_and_pictures_load_nothing_from_elsewhere(path: Path) -> None:
    source = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert "//" not in source
    for address in re.findall(r'url\("?([^")]+)"?\)', source):
        assert (WEB / address.lstrip("/")).is_file()


@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_asks_for_all_its_modules_at_once(name: str) -> None:
    [script] = page(name).values("src", "script")
    preloaded = [address for tag, attributes in page(name).elements if attributes.get("rel") == "modulepreload" and (address := attributes["href"])]
    assert graph(script.removeprefix("/js/"), language_of(name)) == {script, *preloaded}


def test_every_module_is_used() -> None:
    used = set[str]().union(
        *(whole_graph(address.removeprefix("/js/")) for name in (*PAGES, "calendar/index.html") for address in page(name).values("src", "script"))
    )
    assert {module.name for module in MODULES} == used


@pytest.mark.parametrize("name", ["complain.html", "en/complain.html", "track.html", "en/track.html"])
def test_a_form_puts_nothing_into_an_address_before_its_script_has_come(name: str) -> None:
    forms = [attributes for tag, attributes in page(name).elements if tag == "form"]
    assert {form.get("method") for form in forms} <= {"dialog", "post"}
    assert all(form.get("method") == "dialog" or re.match(r"/v1/complaints/form(/track)?\?lang=", form["action"] or "") for form in forms)


@pytest.mark.parametrize("name", ["complain.html", "en/complain.html"])
def test_the_form_asks_one_question_a_page_in_the_order_that_its_script_knows(name: str) -> None:
    steps = [attributes["id"] for tag, attributes in page(name).elements if tag == "section" and "data-step" in attributes]
    [known] = re.findall(r"const STEPS = \[(.+)\];", (WEB / "js" / "steps.js").read_text())
    headings = {attributes.get("id"): attributes.get("tabindex") for tag, attributes in page(name).elements if tag == "h2"}

    assert [*json.loads(f"[{known}]"), "waiting"] == steps
    assert {step: headings[f"{step}-title"] for step in steps if step} == dict.fromkeys(steps, "-1"), "the focus goes to the heading of a step"


@pytest.mark.parametrize("name", ["complain.html", "en/complain.html"])
def test_without_scripts_the_form_is_shown_whole_and_can_be_sent(name: str) -> None:
    elements = page(name).elements
    ways = [attributes.get("content") for tag, attributes in elements if tag == "meta" and attributes.get("http-equiv") == "refresh"]
    shown = {attributes.get("id") for tag, attributes in elements if tag == "section" and "data-step" in attributes and "hidden" not in attributes}
    buttons = [attributes for tag, attributes in elements if tag == "button" and attributes.get("id") == "continue"]

    assert ways == [f"0; url=/v1/complaints/form?lang={language_of(name)}"]
    assert len(shown) == 7
    assert "hidden" not in buttons[0]


@pytest.mark.parametrize("name", ["complain.html", "en/complain.html"])
def test_what_the_plain_form_sends_is_what_the_api_reads_from_it(name: str) -> None:
    named = {attributes["name"] for tag, attributes in page(name).elements if tag in {"input", "select", "textarea"} and attributes.get("name")}

    assert named <= {field.name for field in msgspec.structs.fields(FormBody)}


def test_the_page_that_one_leaves_to_shows_nothing_of_this_site() -> None:
    source = (WEB / "calendar" / "index.html").read_text()
    assert "anggap" not in source
    assert 'href="/' not in source.replace('rel="stylesheet" href="/', "")
    assert "/calendar/index.html" in (WEB / "js" / "leave.js").read_text()


@pytest.mark.parametrize("name", ["complain.html", "en/complain.html", "receipt.html", "en/receipt.html", "track.html", "en/track.html"])
def test_first_load_keeps_to_its_budget(name: str) -> None:
    linked = [attributes["href"] for tag, attributes in page(name).elements if tag == "link" and attributes.get("rel") != "alternate"]
    addresses = {*linked, *page(name).values("src")}
    files = [WEB / name, *(WEB / address.lstrip("/") for address in addresses if address)]
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files) <= BUDGET


@pytest.mark.parametrize("name", ["explore.html", "en/explore.html"])
def test_what_is_explored_keeps_to_its_budget_with_the_map_that_an_operator_may_choose(name: str) -> None:
    linked = [attributes["href"] for tag, attributes in page(name).elements if tag == "link" and attributes.get("rel") != "alternate"]
    later = ["/img/provinces.json", "/site.json", "/vendor/leaflet/leaflet.js", "/vendor/leaflet/leaflet.css"]
    files = [WEB / name, *(WEB / address.lstrip("/") for address in {*linked, *page(name).values("src"), *later} if address)]
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files) <= DASHBOARD


FIGURES = ("agencies", "agency", "figures", "poster", "scores", "statistics")


@pytest.mark.parametrize("name", [f"{home}{name}.html" for home in ("", "en/") for name in FIGURES])
def test_pages_of_figures_keep_to_their_budget_with_their_charts_and_the_map(name: str) -> None:
    linked = [attributes["href"] for tag, attributes in page(name).elements if tag == "link" and attributes.get("rel") != "alternate"]
    files = [WEB / name, *(WEB / address.lstrip("/") for address in {*linked, *page(name).values("src"), "/img/provinces.json"} if address)]
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in files) <= DASHBOARD


@pytest.mark.parametrize("name", [name for name in ALL_PAGES if name.removeprefix("en/").removesuffix(".html") not in FIGURES])
def test_a_page_without_figures_loads_neither_their_libraries_nor_their_words(name: str) -> None:
    assert not [address for address in page(name).values("href") if "/vendor/" in address or ".figures." in address]


def test_no_tiles_are_fetched_unless_an_operator_says_from_where() -> None:
    assert json.loads((WEB / "site.json").read_text()) == {"tiles": "", "credit": "", "operator": "", "contact": ""}
    assert not [name for name in ALL_PAGES if "leaflet" in (WEB / name).read_text()]
    assert [module.name for module in MODULES if "/vendor/leaflet/" in code_of(module)] == ["tiles.js"]


def test_the_map_draws_every_province_and_names_its_source() -> None:
    drawn = json.loads((WEB / "img" / "provinces.json").read_text())
    known = [line.partition(",")[0] for line in (WEB.parent / "ops/data/regions.csv").read_text().splitlines() if line.endswith(",province")]
    assert list(drawn["provinces"]) == known
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path) for path in drawn["provinces"].values())
    assert "CC BY 4.0" in drawn["credit"]


EXPORTED = {
    name for module in MODULES for name in re.findall(r"^export (?:async )?(?:function|const|class) (\w+)", code_of(module), re.MULTILINE)
} - {"lang", "add", "has"}  # words of their own in modules that import nothing


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.name))
def test_a_module_imports_what_it_calls_of_others(module: Path) -> None:
    code = code_of(module)
    known = set(re.findall(r"\b(?:function|const|let|class) (\w+)", code))
    for names in re.findall(r"^import (.*) from", code, re.MULTILINE):
        known |= set(re.findall(r"(\w+)(?=,| \}|$)", names))
    known |= {
        name
        for names in re.findall(r"\{ ([\w, :]+) \} = |\(\{ ([\w, :]+) \}\)|\(([\w, ]+)\) (?:=>|\{)", code)
        for name in re.findall(r"\w+", " ".join(names))
    }
    called = set(re.findall(r"(?<![.\w])(\w+)\(", STRING.sub("", code))) & EXPORTED | set(
        re.findall(r"(?<![.\w])(api|drafts)\.", STRING.sub("", code))
    )
    assert called <= known


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.name))
def test_one_module_each_speaks_to_the_api_and_to_the_bucket(module: Path) -> None:
    code = code_of(module)
    assert ("fetch(" in code) == (module.name == "api.js")
    assert ("XMLHttpRequest" in code) == (module.name == "upload.js")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.name))
def test_data_never_becomes_markup_or_code(module: Path) -> None:
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser", ".style"):
        assert word not in code_of(module)


@pytest.mark.parametrize("module", [path for path in MODULES if not path.name.startswith("words.")], ids=lambda path: str(path.name))
def test_a_module_opens_by_saying_what_it_is_for_and_stays_short(module: Path) -> None:
    assert module.read_text().startswith("/** ")
    assert len(module.read_text().splitlines()) <= 130


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    gap = re.compile(r"\{\w+\}")
    assert [file.name.replace(".id.", ".en.") for file in word_files("id")] == [file.name for file in word_files("en")]
    for twins in zip(word_files("id"), word_files("en"), strict=True):
        indonesian, english = map(words_of, twins)
        assert list(indonesian) == list(english) == sorted(indonesian)
    indonesian, english = words("id"), words("en")
    for key, text in indonesian.items():
        assert text.strip()
        assert english[key].strip()
        assert sorted(gap.findall(text)) == sorted(gap.findall(english[key])), key


def test_every_word_that_a_module_names_exists() -> None:
    known = words("id")
    for module in MODULES:
        for key in re.findall(r'\b(?:(?:word|say)\("|Error\("(?=file\.))([^"]+)"', code_of(module)):
            assert key in known, f"{module.name}: {key}"


def test_every_word_is_used() -> None:
    code = "".join(code_of(module) for module in MODULES if not module.name.startswith("words."))
    starts = set(re.findall(r"`([a-z]+[./])\$\{", code)) | {"wrong."}
    named = {literal.strip('"') for literal in STRING.findall(code)}
    assert [key for key in words("id") if key not in named and not key.startswith(tuple(starts))] == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"status.{status}{reader}" for status in Status for reader in ("", ".all", ".you")),
        *(f"event.{action}" for action in Action if action not in INTERNAL),
        *(f"clock.{clock}" for clock in Clock),
        *(f"role.{role}" for role in Role if role is not Role.SYSTEM),
        *(f"archive.{reason}" for reason in ARCHIVE_REASONS),
        *(f"refused.{reason}" for reason in Reason),
        *(f"state.{state}" for state in State if state is not State.REFUSED),
        *(f"indicator.{indicator}" for indicator in sorted({*Indicator, *MEASURED})),
        *(f"commitment.{state}" for state in commitment.State),
        *(f"channel.{channel}" for channel in Channel),
        *(f"weight.{part}" for part in WEIGHTS),
        *(f"zone.{zone}" for zone in ("green", "yellow", "red", "none")),
        *(f"grade.{grade}" for _, grade in GRADES),
        *(f"{form}.{kind}" for kind in get_args(Kind) for form in ("kind", "kinds")),
        *(f"period.{length}" for length in Length if length is not Length.MONTH),
    ],
)
def test_whatever_citizens_are_shown_has_its_words(key: str) -> None:
    assert key in words("id")


@pytest.mark.parametrize("action", sorted(INTERNAL))
def test_what_stays_inside_agencies_has_no_words_for_citizens(action: Action) -> None:
    assert f"event.{action}" not in words("id")


@pytest.mark.parametrize("name", ["figures.html", "en/figures.html"])
def test_what_is_said_of_figures_and_is_no_policy_is_what_is_counted(name: str) -> None:
    said = {
        part: re.findall(r"[\d,.]*\d", (WEB / name).read_text().partition(f'<dd id="{part}">')[2].partition("</dd>")[0])
        for part in ("speed", "index")
    }

    points = [(len(SPEED_DAYS) - place, days) for place, days in enumerate(SPEED_DAYS)]
    assert list(map(int, said["speed"])) == [*(number for pair in points for number in pair), 0]
    assert [one.replace(",", ".") for one in said["index"]] == ["1", "4", "25", *(f"{least}" for least, _ in GRADES[:-1]), "14", "2017"]


@pytest.mark.parametrize("name", ["figures.html", "en/figures.html"])
def test_every_indicator_is_in_the_table_of_an_agency_and_every_number_of_the_policy_that_is_named_is_shown(name: str) -> None:
    table = re.findall(r"^  (\w+): \"", (WEB / "js/numbers.js").read_text(), re.MULTILINE)
    assert set(MEASURED) <= set(table)
    shown = re.findall(r"(\w+)(?=[,:] )", re.findall(r"const values = {(.*)};", (WEB / "js/figures.js").read_text())[0])
    assert set(page(name).values("data-value")) <= set(shown) | {"version"}


def test_every_action_that_the_page_sends_has_its_form_and_says_when_it_is_done() -> None:
    [paths] = re.findall(r"const PATHS = {([^}]+)};", (WEB / "js" / "actions.js").read_text())
    forms = set(page("track.html").values("id", "form"))
    for action in re.findall(r"(\w+):", paths):
        assert action in forms
        assert f"act-{action}" in page("track.html").values("id")
        assert f"done.{action}" in words("id")


def test_every_field_that_can_be_wrong_has_its_words() -> None:
    for name in ("complain.html", "track.html", "index.html", "lost.html", "deadlines.html"):
        form = ""
        for tag, attributes in page(name).elements:
            form = (attributes.get("id") or "") if tag == "form" else form
            pointer = attributes.get("data-pointer")
            if pointer and pointer != "/files":
                assert f"wrong.{form}{pointer}" in words("id")


@pytest.mark.parametrize("name", ["problems.html", "en/problems.html"])
def test_every_problem_has_its_anchor(name: str) -> None:
    sections = {attributes["id"] for tag, attributes in page(name).elements if tag == "section"}
    assert sections == PROBLEMS


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize(
    ("start", "end"),
    [('  <footer class="bottom">', "</footer>"), ('<p id="offline"', "</p>"), ('<link rel="manifest"', "\n"), ('<meta name="theme-color"', "\n")],
)
def test_every_page_has_the_same_footer_and_says_the_same_without_a_line(prefix: str, start: str, end: str) -> None:
    pages = {name: (WEB / prefix / name).read_text(encoding="utf-8").replace(' aria-current="page"', "") for name in PAGES}
    parts = {name: text.partition(start)[2].partition(end)[0] for name, text in pages.items()}

    assert parts["index.html"]
    assert {name: part for name, part in parts.items() if part != parts["index.html"]} == {}


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_footer_leads_to_all_that_explains_the_service(prefix: str) -> None:
    footer = (WEB / prefix / "index.html").read_text(encoding="utf-8").partition("<footer ")[2]
    assert re.findall(r'<a href="/(?:en/)?(\w+)\.html"', footer) == ["help", "deadlines", "figures", "privacy", "accessibility", "problems"]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_page_has_the_same_menu(prefix: str) -> None:
    pages = {name: (WEB / prefix / name).read_text(encoding="utf-8") for name in PAGES if name != "404.html"}
    menus = {name: re.findall(r'<a href="([^"]+)"', text.partition("<nav ")[2].partition("</nav>")[0]) for name, text in pages.items()}

    assert menus["index.html"]
    assert {name: menu for name, menu in menus.items() if menu != menus["index.html"]} == {}
