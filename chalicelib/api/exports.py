"""Exports: a month's cases as one file. A small one is the answer itself, a larger one lies in the bucket for a while."""

import json
import re
from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO

from chalicelib.api import outputs
from chalicelib.api.columns import FORMS, Form, row
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.errors import FieldError, InvalidInput
from chalicelib.domain.events import instant
from chalicelib.usecases import export
from chalicelib.usecases.ports import Deps

SMALL = 5_000_000
CARRIED = 6_000_000
"""What Lambda can answer: the file as a JSON string in ASCII, in which a quotation mark takes two bytes and a letter up to twelve."""
ASKED = {
    "month": (r"[0-9]{4}-(0[1-9]|1[0-2])", "wrong-form", "a month is expected, 2026-11"),
    "format": ("|".join(FORMS), "not-an-option", f"one of {', '.join(FORMS)} is expected"),
    "unit": (r"[A-Za-z0-9._-]{0,60}", "wrong-form", "an id is expected"),
}


def cases(request: Request, deps: Deps, small: int = SMALL) -> Reply:
    """`GET /v1/exports`: the file itself up to `small` bytes, a link to it beyond."""
    asked = _asked(request.query, {"month": f"{deps.now():%Y-%m}", "format": "csv", "unit": ""})
    caller, form = request.caller, FORMS[asked["format"]]
    name = f"cases-{asked['unit'] or caller.agency}-{asked['month']}.{asked['format']}"
    found = export.cases(caller, asked["unit"], asked["month"], deps)
    with SpooledTemporaryFile(max_size=small) as file:
        rows = _write((outputs.exported(one, caller.role) for one in found), form, file)
        size = file.tell()
        file.seek(0)
        if size <= small and len(json.dumps(text := file.read().decode())) <= CARRIED:
            return Reply(text, headers=PRIVATE | {"Content-Type": form.type, "Content-Disposition": f'attachment; filename="{name}"'})
        file.seek(0)
        address, until = export.keep(file, name, form.type, deps)
    return Reply({"url": address, "expires_at": instant(until), "rows": rows, "bytes": size})


def _asked(sent: Mapping[str, str], usual: Mapping[str, str]) -> Mapping[str, str]:
    """What was asked for; raises `InvalidInput` with all that is wrong: a mistyped `unit` would export everything."""
    asked = {**usual, **sent}
    errors = [FieldError(f"?{name[:60]}", "unknown-field", "there is no such field") for name in sent if name not in ASKED]
    errors += [FieldError(f"?{name}", code, detail) for name, (form, code, detail) in ASKED.items() if not re.fullmatch(form, asked[name])]
    if errors:
        raise InvalidInput(errors)
    return asked


def _write(complaints: Iterable[Complaint], form: Form, file: IO[bytes]) -> int:
    """Line by line, so that a file of any size takes little memory; returns how many cases."""
    rows = 0
    file.write(form.heading)
    for one in complaints:
        file.write(form.line(row(one)))
        rows += 1
    return rows
