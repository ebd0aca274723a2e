"""Whole stories of complaints, from another system or made up: nobody is told of them, but they count."""

from collections.abc import Sequence

from chalicelib.domain.change import Change
from chalicelib.domain.complaint import Reporter, Text
from chalicelib.usecases import statistics
from chalicelib.usecases.ports import Deps


def load(changes: Sequence[Change], text: Text, reporter: Reporter | None, deps: Deps) -> None:
    """Keep a complaint with its story; raises `Conflict` when it is there.

    It is entered into the statistics first: who is interrupted does it again, and a complaint that is there is asked for no more.
    """
    statistics.enter_story([change.event for change in changes], deps)
    deps.cases.load(changes, text, reporter)
