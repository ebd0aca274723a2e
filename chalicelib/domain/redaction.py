"""Redactions: what is shown in place of a text, and which files the public does not get. What was written stays as it was sealed, for stewards' eyes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from chalicelib.domain.complaint import Text
from chalicelib.domain.events import Event, digest_of
from chalicelib.domain.words import Action

FILED = 0
"""The number that stands for what was filed; any other is that of an event."""
WRITTEN = ("reason", "attachments")
"""What of an answer goes with its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What is shown in place of a text: of what was filed (`number` 0: `title`, `body`, `place`, the location) or of an event (`text`). None is as written.

    `files` are the numbers of the reporter's files that the public does not get any more, whatever the reporter chose.
    """

    number: int
    title: str | None = None
    body: str | None = None
    place: str | None = None
    text: str | None = None
    hide_location: bool = False
    files: frozenset[int] = frozenset()
    salt: str = ""

    @property
    def digest(self) -> str:
        """What the event of the redaction seals."""
        shown = [self.number, self.title, self.body, self.place, self.text, self.hide_location, *([sorted(self.files)] if self.files else [])]
        return digest_of(json.dumps(shown, ensure_ascii=False), self.salt)

    @property
    def hides_text(self) -> bool:
        """Whether something else is shown in place of what was written: one that withholds files alone leaves it as it is."""
        return self.hide_location or any(shown is not None for shown in (self.title, self.body, self.place, self.text))

    def with_salt(self, salt: str) -> "Redaction":
        """The redaction with the salt of its digest."""
        return replace(self, salt=salt)

    def over(self, earlier: "Redaction | None") -> "Redaction":
        """This one on top of an earlier one: what it leaves as written stays hidden if it was."""
        if earlier is None:
            return self
        kept = {field.name: getattr(earlier, field.name) for field in fields(self) if getattr(self, field.name) in (None, False)}
        return replace(self, **kept, files=earlier.files | self.files)


def shown_text(text: Text, redactions: Mapping[int, Redaction]) -> Text:
    """What was filed, as it may be shown."""
    it = redactions.get(FILED)
    if it is None:
        return text
    hidden = {name: value for name in ("title", "body", "place") if (value := getattr(it, name)) is not None}
    return replace(text, **hidden, location=None if it.hide_location else text.location)


def shown_event(event: Event, redactions: Mapping[int, Redaction]) -> Event:
    """An event, as it may be shown. The reason and the files of an answer are people's too, so they go with the text; the reason of an archiving is from a list."""
    it = redactions.get(event.seq)
    if it is None or it.text is None:
        return event
    kept = {name: value for name, value in event.data.items() if event.action is not Action.RESPOND or name not in WRITTEN}
    return replace(event, text=it.text, data=kept)
