"""What should not stand in a text that everybody can read, or that must not lead to its writer: it is pointed out before sending, and never refused.

The page has the same rules in `web/js/personal.js`, so that a text is looked at before it leaves the device; a test holds both against each other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import chain, pairwise

from chalicelib.domain.words import Identity, Visibility


class Kind(StrEnum):
    """What was found."""

    EMAIL = "email"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    PLATE = "plate"


REGIONS = "A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRTW]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N|P[ABGSTY]?|R|S|T|W|Z"
"""The letters that number plates begin with: those of the regions, so that `RT 05 RW 02` is none."""
SMALL = "a[abdeg]|b[abdeghklmnp]?|d[abcdeghklmnprtw]?|e[abd]|k[bhtu]|p[abgsty]"
"""The same as many write them on a phone, without those that are more often a unit or a word."""
RULES: Mapping[Kind, str] = {
    Kind.EMAIL: r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    Kind.IDENTITY_NUMBER: r"(?<![0-9])(?:[0-9](?:[ .-]?[0-9]){15}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]-[0-9]{3}\.[0-9]{3})(?![0-9])",
    Kind.PHONE: r"(?<![0-9+])(?:(?:\+?62|0)[ .()\u00a0\u2010-\u2014-]{0,3}[2-9](?:[ .()\u00a0\u2010-\u2014-]{0,3}[0-9]){7,11}|\+[1-9](?:[ .()\u00a0\u2010-\u2014-]{0,3}[0-9]){7,13})(?![0-9])",
    Kind.PLATE: rf"(?<![A-Za-z0-9])(?:(?:{REGIONS})[ .-]?[1-9][0-9]{{1,3}}[ .-]?[A-Z]{{1,3}}|(?:{SMALL})[ .-]?[1-9][0-9]{{2,3}}[ .-]?[a-z]{{2,3}})(?![A-Za-z0-9])",
}
"""In the order in which they are looked for: what one has found is not looked at by the next. NIK and KK have 16 digits, NPWP is 12.345.678.9-012.345."""
HARMLESS: Mapping[str, str] = {
    "date": r"(?<![0-9])(?<![0-9][./-])(?:[0-3]?[0-9]([ ./-])[01]?[0-9]\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9]|[./-][0-9])",
    "time": r"(?<![0-9])(?<![0-9][.:])[0-2]?[0-9](?:[.:][0-5][0-9]){1,2}(?![0-9]|[.:][0-9])",
    "money": r"(?<![A-Za-z])[Rr][Pp][. ]{0,2}[0-9]+(?:[.,][0-9]+)*|(?<![0-9])(?<![0-9][.,])[0-9]+(?:[.,][0-9]+)* ?(?:[Rr]upiah|ribu|juta|mil[iy]ar|triliun)(?![A-Za-z])",
    "house": r"(?<![A-Za-z])(?:[Bb]lok|BLOK|[Kk]av(?:ling|\.)?|[Gg]ang|[Gg]g\.|[Uu]nit) ?[A-Z]{1,2}[ ./-]?[0-9]{1,3}(?:[ ./-]?[A-Z])?(?![A-Za-z0-9])",
}
"""What has the digits of one of them and is none: it is left out before all but addresses are looked for."""
_HARMLESS = [re.compile(rule) for rule in HARMLESS.values()]
_COMPILED = {kind: re.compile(rule) for kind, rule in RULES.items()}
_SYMBOL = re.compile("[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a text, from character `start` to before `end`."""

    kind: Kind
    start: int
    end: int


def concerns(visibility: Visibility, identity: Identity) -> bool:
    """Whether a text is looked at: one that everybody will read, and one whose writer wants to stay unknown."""
    return visibility is Visibility.PUBLIC or identity is Identity.NONE


def find(text: str) -> list[Found]:
    """Everything that was found, in the order of the text."""
    found: list[Found] = []
    plain = reduce(lambda left, rule: rule.sub(lambda match: "," * len(match[0]), left), _HARMLESS, text)
    for kind, rule in _COMPILED.items():
        matches = [Found(kind, *match.span()) for match in rule.finditer(text if kind is Kind.EMAIL else plain)]
        found += [one for one in matches if all(one.end <= other.start or other.end <= one.start for other in found)]
    return sorted(found, key=lambda one: one.start)


def mask(text: str) -> str:
    """The text with a dot for each letter and digit of what was found: as long as before, so that it still fits where it stood."""
    ends = list(chain([0], chain.from_iterable((one.start, one.end) for one in find(text)), [len(text)]))
    pieces = [text[start:end] for start, end in pairwise(ends)]
    return "".join(_SYMBOL.sub("•", piece) if number % 2 else piece for number, piece in enumerate(pieces))
