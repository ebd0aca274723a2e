"""Reply templates: what an agency keeps to begin its answers with, and when an answer is nothing but one."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.errors import ActionRefused, FieldError

FIELDS = ("code", "due", "agency")
SHORTEST, LONGEST = 20, 5000
MOST = 50
MOST_BYTES = 100_000
"""All templates of an agency are one document, read with each of its cases and limited by the database to four times this."""
_FIELD = re.compile(r"\{(\w+)\}")
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text with the fields `{code}`, `{due}` and `{agency}`, for cases of a category and those below it, or of any when `category` is empty."""

    id: str
    name: str
    text: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates of one agency, by id; `version` counts their changes."""

    agency: str
    templates: tuple[Template, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """What they are kept as."""
        return self.agency

    def having(self, template: Template) -> "Templates":
        """The next version, with this template instead of the one that had its id; raises `ActionRefused` when there would be too many."""
        then = self._next((*(one for one in self.templates if one.id != template.id), template))
        if len(then.templates) > MOST:
            raise ActionRefused("template.limit", f"an agency has at most {MOST} templates")
        if sum(len(one.text.encode()) for one in then.templates) > MOST_BYTES:
            raise ActionRefused("template.size", f"the templates of an agency have at most {MOST_BYTES:,} bytes in all")
        return then

    def without(self, template_id: str) -> "Templates":
        """The next version, without this template."""
        return self._next(one for one in self.templates if one.id != template_id)

    def _next(self, templates: Iterable[Template]) -> "Templates":
        return Templates(agency=self.agency, templates=tuple(sorted(templates, key=lambda one: one.id)), version=self.version + 1)


def wrong_text(text: str) -> list[FieldError]:
    """Fields that nobody could fill in; braces around anything but one word are only braces."""
    known = ", ".join(f"{{{field}}}" for field in FIELDS)
    unknown = dict.fromkeys(field for field in _FIELD.findall(text) if field not in FIELDS)
    return [FieldError("/text", "unknown", f"there is no field {{{field}}}, only {known}") for field in unknown]


def holds(template: Template, category: str, parent: str) -> bool:
    """Whether it is for cases of this category, whose parent may be empty."""
    return template.category in ("", category, parent)


def fill(template: Template, code: str, due: str, agency: str) -> str:
    """The text with its fields filled in; one without a value stays as it is."""
    values = {"code": code, "due": due, "agency": agency}
    return _FIELD.sub(lambda field: values[field[1]] or field[0], template.text)


def adds_nothing(text: str, templates: Iterable[str]) -> bool:
    """Whether it says what one of these says and no more: case, blanks and punctuation are no addition."""
    return _letters(text) in map(_letters, templates)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
