"""The answer to whatever is refused."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from chalicelib.api.answers import Answer
from chalicelib.api.answers.cases import Case
from chalicelib.api.problems import PROBLEMS, type_of


class WrongField(Answer):
    """A JSON Pointer into the body, or `?` and the name of a query parameter; a code for machines; a sentence for people."""

    pointer: str
    code: str
    detail: str


class Problem(Answer):
    """A refusal (RFC 9457). `errors` are all wrong fields, `rule` the rule that an action broke, `current` the case as it stands at a stale version."""

    type: Annotated[str, Meta(extra_json_schema={"enum": [type_of(code) for code in PROBLEMS]})]
    title: str
    status: int
    detail: str
    errors: list[WrongField] | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    current: Case | UnsetType = UNSET
