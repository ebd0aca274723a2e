"""Reply templates from the command line: read and checked as the API does, changed by its use cases."""

import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib.api import parameters
from chalicelib.api import templates as api
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.template import Template
from chalicelib.usecases import templates
from chalicelib.usecases.ports import Deps
from ops.target import OPERATOR


class WrongTemplate(ValueError):
    """The template cannot be kept; the message says why."""


def read(template_id: str, agency: str, name: str, category: str | None, file: str, deps: Deps) -> Template:
    """The template with its text from a file, or from standard input where that is `-`; raises `WrongTemplate`."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        return api.read(parameters.part("id", template_id), {"agency": agency, "name": name, "category": category, "text": text}, deps)[1]
    except UnicodeDecodeError as error:
        raise WrongTemplate(f"{file} is not text in UTF-8") from error
    except InvalidInput as error:
        raise WrongTemplate("; ".join(f"{one.pointer.removeprefix('/')}: {one.detail}" for one in error.errors)) from error


def described(agency: str, deps: Deps) -> Iterator[str]:
    """Two lines for each template of an agency: what it is, and how it begins."""
    for one in templates.of_agency(OPERATOR, agency, deps).templates:
        yield f"{one.id:20} {one.category or 'any category':16} {one.name}"
        yield f"  {' '.join(one.text.split())[:100]}"


def put(agency: str, one: Template, deps: Deps, *, dry_run: bool) -> str:
    """Keep a template; says what that changes."""
    before = templates.put(OPERATOR, agency, one, deps, dry_run=dry_run)
    return "new" if before is None else "nothing to change" if before == one else "changed"


def delete(agency: str, template_id: str, deps: Deps, *, dry_run: bool) -> Template:
    """Take a template away; raises `NotFound`."""
    return templates.remove(OPERATOR, agency, template_id, deps, dry_run=dry_run)
