"""Exports: a month's cases as one file. A small one is the answer itself, a larger one lies in the bucket for a while."""

import json
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO

from chalicelib.api import line_outputs
from chalicelib.api.columns import FORMS, Form, row
from chalicelib.api.http import PRIVATE, Reply, Request
from chalicelib.domain.complaint import Complaint
from chalicelib.domain.events import instant
from chalicelib.usecases import export
from chalicelib.usecases.ports import Deps

SMALL = 5_000_000
CARRIED = 6_000_000
"""What Lambda can answer: the file as a JSON string in ASCII, in which a quotation mark takes two bytes and a letter up to twelve."""


def cases(request: Request, deps: Deps, small: int = SMALL) -> Reply:
    """`GET /v1/exports`: the file itself up to `small` bytes, a link to it beyond."""
    caller, asked = request.caller, request.asked
    unit, month, format_ = asked.get("unit", ""), asked.get("month", f"{deps.now():%Y-%m}"), asked.get("format", "csv")
    form, name = FORMS[format_], f"cases-{unit or caller.agency}-{month}.{format_}"
    found = export.cases(caller, unit, month, deps)
    with SpooledTemporaryFile(max_size=small) as file:
        rows = _write((line_outputs.exported(one, caller.role) for one in found), form, file)
        size = file.tell()
        file.seek(0)
        if size <= small and len(json.dumps(text := file.read().decode())) <= CARRIED:
            return Reply(text, headers=PRIVATE | {"Content-Type": form.type, "Content-Disposition": f'attachment; filename="{name}"'})
        file.seek(0)
        address, until = export.keep(file, name, form.type, deps)
    return Reply({"url": address, "expires_at": instant(until), "rows": rows, "bytes": size})


def _write(complaints: Iterable[Complaint], form: Form, file: IO[bytes]) -> int:
    """Line by line, so that a file of any size takes little memory; returns how many cases."""
    rows = 0
    file.write(form.heading)
    for one in complaints:
        file.write(form.line(row(one)))
        rows += 1
    return rows
