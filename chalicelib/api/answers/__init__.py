"""What is answered, as structs: every field with its type. `outputs` makes the answers; the description of the API is made from these, and tests hold every
answer against them. A field that may be left out is `UNSET` then, one that may be null says so.
"""

from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
Code: TypeAlias = Annotated[str, Meta(pattern=r"\A[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\Z")]
Cursor: TypeAlias = Annotated[str, Meta(description="Where the next page begins.")]


class Answer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Any answer; tests refuse a field that is not described. Readers should not: fields will be added."""


class Named(Answer):
    """An agency."""

    id: str
    name: str
