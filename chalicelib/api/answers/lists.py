"""The answers to what everybody may list."""

from typing import Literal

from chalicelib.api.answers import Answer, Cursor, Instant
from chalicelib.api.parameters import Kind
from chalicelib.domain.words import Class


class Health(Answer):
    """That we are up."""

    status: Literal["ok"]
    version: str


class Description(Answer, forbid_unknown_fields=False):
    """An OpenAPI document; the rest of it is the specification's."""

    openapi: str


class Agency(Answer):
    """An agency in the tree; a closed one with who has its business since."""

    id: str
    name: str
    kind: Kind
    parent: str | None
    region: str | None
    closed_at: Instant | None
    successor: str | None


class Agencies(Answer):
    """A page of agencies."""

    items: list[Agency]
    next: Cursor | None


class Category(Answer):
    """A category; `parent` is empty at the top, `default_class` the class that a complaint gets; a `sensitive` one may put who writes about it in danger."""

    id: str
    name: str
    name_en: str
    parent: str
    default_class: Class
    supervised: bool
    sensitive: bool


class Categories(Answer):
    """All categories."""

    items: list[Category]


class Region(Answer):
    """A region by its official code."""

    code: str
    name: str
    level: Literal["province", "regency", "city"]


class Regions(Answer):
    """All regions."""

    items: list[Region]
