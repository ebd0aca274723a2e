"""Reply templates as they are answered."""

from chalicelib.api.answers import Answer


class Template(Answer):
    """A text that answers begin with; for cases of any category where that is null."""

    id: str
    agency: str
    name: str
    category: str | None
    text: str


class Templates(Answer):
    """Reply templates."""

    items: list[Template]
