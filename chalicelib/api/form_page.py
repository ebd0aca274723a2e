"""The complaint form as one page that needs no scripts: as it is opened, to be checked, or with what is wrong in it. What was typed is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from chalicelib.api import html
from chalicelib.api.form_words import WORDS
from chalicelib.api.html import node
from chalicelib.api.http import FORM_PATH
from chalicelib.domain.reference import Agency, Category, Region

POINTERS = {name: f"/reporter/{name}" for name in ("name", "email", "phone")}
TYPES, IDENTITIES, VISIBILITIES = ("complaint", "aspiration", "information"), ("named", "sealed", "none"), ("public", "confidential")
HIDDEN = ("lat", "lon", "via")
OPTIONAL = frozenset({"place", "occurred_on", "agency", "name", "email", "phone"})
INPUTS = {
    "occurred_on": {"type": "date"},
    "email": {"type": "email", "autocomplete": "email"},
    "phone": {"type": "tel", "autocomplete": "tel"},
    "name": {"autocomplete": "name"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What there is to choose from; of the agencies the ministries, those of a region and its province, and the one that was asked for with the units below it."""

    categories: Sequence[Category]
    regions: Sequence[Region]
    ministries: Sequence[Agency]
    local: Sequence[Agency] = ()
    province: Sequence[Agency] = ()
    asked: Agency | None = None
    below: Sequence[Agency] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form to be shown: what was typed by field, the wrong fields by their pointer, what is said on top, and the key that it can be sent once with."""

    lang: str
    key: str
    lists: Lists
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Sequence[str] = ()
    told: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        """Those of its language."""
        return WORDS[self.lang]

    def value(self, name: str) -> str:
        """What was typed or chosen."""
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        pointer = POINTERS.get(name, f"/{name}")
        found = {pointer, f"{pointer}/lat", f"{pointer}/lon"} & set(self.wrong) or (name == "name" and "/reporter" in self.wrong)
        return self.words[f"wrong{pointer}"] if found else ""


def written(form: Form) -> str:
    """The page."""
    words = form.words
    parts = (_part("what", form, _what(form)), _part("where", form, _where(form)), _part("you", form, _you(form)))
    keys = (node("input", {"type": "hidden", "name": name, "value": form.value(name)}) for name in HIDDEN if form.value(name))
    ends = (node("p", {}, words["true"]), node("button", {"class": "button", "id": "send"}, words["send"]))
    first = node("button", {"class": "seen-by-readers", "tabindex": "-1", "aria-hidden": "true"}, words["send"])  # what Enter presses
    sent = node("input", {"type": "hidden", "name": "key", "value": form.key})
    attributes = {"id": "complain", "method": "post", "action": f"{FORM_PATH}?lang={form.lang}", "class": "column", "novalidate": "novalidate"}
    content = (*_said(form), node("form", attributes, first, sent, *keys, *parts, *ends))
    asked = {"agency": form.value("agency")} if form.value("agency") else {}
    return html.page(form.lang, words, FORM_PATH, words["wrong.title" if form.wrong else "title"], *content, asked=asked)


def _said(form: Form) -> Iterator[Element]:
    words = form.words
    yield from (_summary(form),) if form.wrong else ()
    yield node("h1", {}, words["title"])
    yield node("p", {"class": "note care column", "id": "told"}, form.told) if form.told else node("p", {"class": "lead"}, words["lead"])
    yield node("p", {"class": "note column"}, words["without"])
    yield node("p", {"class": "note care column"}, words["emergency"])


def _summary(form: Form) -> Element:
    """Every wrong field, with a link to it."""
    names = [name for name in (*FIELDS, "location") if form.error(name)]
    lines = (node("li", {}, node("a", {"href": f"#{_first(name)}"}, form.error(name))) for name in names)
    return node("div", {"class": "error-summary column", "role": "alert"}, node("h2", {}, form.words["wrong"]), node("ul", {}, *lines))


FIELDS = ("type", "category", "title", "body", "region", "place", "occurred_on", "agency", "identity", "name", "email", "phone", "visibility")


def _first(name: str) -> str:
    """The id of what gets the focus for a field."""
    firsts = {"type": "type-complaint", "identity": "identity-named", "visibility": "visibility-public", "location": "place"}
    return firsts.get(name, name)


def _part(name: str, form: Form, fields: Iterable[Element]) -> Element:
    return node(
        "section", {"class": "card", "aria-labelledby": f"part-{name}"}, node("h2", {"id": f"part-{name}"}, form.words[f"part.{name}"]), *fields
    )


def _what(form: Form) -> tuple[Element, ...]:
    body = node("textarea", _attributes("body", form) | {"rows": "8"}, form.value("body"))
    return (_choices("type", TYPES, form), _field("category", form, _category(form)), _text("title", form, "title.label"), _field("body", form, body))


def _where(form: Form) -> tuple[Element, ...]:
    return (
        _field("region", form, _region(form)),
        _text("place", form),
        _text("occurred_on", form),
        _field("agency", form, _agency(form)),
        _look(form),
    )


def _you(form: Form) -> tuple[Element, ...]:
    return (_choices("identity", IDENTITIES, form), *(_text(name, form) for name in POINTERS), _choices("visibility", VISIBILITIES, form))


def _text(name: str, form: Form, label: str = "") -> Element:
    return _field(name, form, node("input", _attributes(name, form) | INPUTS.get(name, {}) | {"value": form.value(name)}), label)


def _field(name: str, form: Form, control: Element, label: str = "") -> Element:
    words, error = form.words, form.error(name)
    optional = (" ", node("span", {"class": "optional"}, words["optional"])) if name in OPTIONAL else ()
    said = node("label", {"for": name}, words[label or name], *optional)
    told = (node("p", {"class": "error", "id": f"{name}-error"}, error),) if error else ()
    return node(
        "div",
        {"class": "field wrong" if error else "field"},
        said,
        *told,
        node("p", {"class": "hint", "id": f"{name}-hint"}, words[f"{name}.hint"]),
        control,
    )


def _attributes(name: str, form: Form) -> dict[str, str]:
    wrong = form.error(name)
    described = f"{name}-error {name}-hint" if wrong else f"{name}-hint"
    return {"id": name, "name": name, "aria-describedby": described} | ({"aria-invalid": "true"} if wrong else {})


def _choices(name: str, options: Iterable[str], form: Form) -> Element:
    words, error = form.words, form.error(name)
    told = (node("p", {"class": "error", "id": f"{name}-error"}, error),) if error else ()
    legend = node("legend", {}, words[name])
    return node("fieldset", {"class": "field wrong" if error else "field"}, legend, *told, *(_choice(name, one, form) for one in options))


def _choice(name: str, option: str, form: Form) -> Element:
    chosen = {"checked": "checked"} if form.value(name) == option else {}
    described = {"aria-describedby": f"{name}-error", "aria-invalid": "true"} if form.error(name) else {}
    control = node("input", {"type": "radio", "name": name, "id": f"{name}-{option}", "value": option} | chosen | described)
    said = form.words[f"{name}.{option}"], form.words[f"{name}.{option}.hint"]
    return node("label", {"class": "choice"}, control, node("span", {}, node("strong", {}, said[0]), node("span", {}, said[1])))


def _select(name: str, form: Form, first: str, *options: Element) -> Element:
    """A list in which what was chosen is chosen again."""
    made = node("select", _attributes(name, form), node("option", {"value": ""}, first), *options)
    for option in made.iter("option"):
        if form.value(name) and option.get("value") == form.value(name):
            option.set("selected", "selected")
    return made


def _category(form: Form) -> Element:
    def label(one: Category) -> str:
        return one.name_en if form.lang == "en" and one.name_en else one.name

    def branch(above: Category) -> Element:
        below = [node("option", {"value": one.id}, label(one)) for one in form.lists.categories if one.parent == above.id]
        rest = node("option", {"value": above.id}, form.words["category.other"].format(name=label(above)))
        return node("optgroup", {"label": label(above)}, *below, rest)

    return _select("category", form, form.words["choose"], *(branch(one) for one in form.lists.categories if not one.parent))


def _region(form: Form) -> Element:
    def group(province: Region) -> Element:
        within = [node("option", {"value": one.code}, one.name) for one in form.lists.regions if one.code.startswith(f"{province.code}.")]
        return node(
            "optgroup",
            {"label": province.name},
            node("option", {"value": province.code}, form.words["region.province"].format(name=province.name)),
            *within,
        )

    return _select("region", form, form.words["choose"], *(group(one) for one in form.lists.regions if one.level == "province"))


def _agency(form: Form) -> Element:
    """The agencies that the region and the choice so far lead to, each once."""
    lists, shown = form.lists, set[str]()
    asked = (lists.asked,) if lists.asked else ()
    groups = (("chosen", (*asked, *lists.below)), ("local", lists.local), ("province", lists.province), ("ministries", lists.ministries))

    def options(agencies: Iterable[Agency]) -> Iterator[Element]:
        for one in agencies:
            if one.id not in shown:
                shown.add(one.id)
                yield node("option", {"value": one.id}, one.name)

    made = [(name, list(options(agencies))) for name, agencies in groups]
    return _select(
        "agency",
        form,
        form.words["agency.unknown"],
        *(node("optgroup", {"label": form.words[f"agency.{name}"]}, *some) for name, some in made if some),
    )


def _look(form: Form) -> Element:
    """Every agency is reached by it: those of the chosen region, and level by level those below the one that is chosen. It files nothing."""
    attributes = {"class": "button second small", "name": "look", "value": "agencies", "formaction": f"{FORM_PATH}?lang={form.lang}#agency"}
    hint = node("p", {"class": "hint"}, form.words["agency.look.hint"])
    return node("div", {"class": "field"}, hint, node("button", attributes, form.words["agency.look"]))
