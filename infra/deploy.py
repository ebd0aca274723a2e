"""Puts a release on AWS, or an earlier one back: stack, site, smoke test. What does not stand the test is taken back by itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from infra import budget, releases, site_files, stacks
from infra.place import Place, Refused
from infra.releases import Release

STAGES = json.loads((Path(__file__).parent / "stages.json").read_text(encoding="utf-8"))
"""What distinguishes the stages; holds at each deployment, whatever was set by hand."""
ASKED_AT_FIRST = ("MailFrom",)
OURS = ("Stage", "Release", "SiteUrl")
"""Parameters that follow from others, or that only the deployment knows."""

Smoke: TypeAlias = Callable[[str, str], list[str]]
"""Looks at the site of an address from outside and says what is wrong; it should be of that release."""


@dataclass(frozen=True)
class Order:
    """What is to be deployed: a stage, with parameters of the template that were given by hand."""

    stage: str
    given: Mapping[str, str]
    say: Callable[[str], None]
    now: Callable[[], datetime]
    smoke: Smoke

    @property
    def stack(self) -> str:
        """The name of the stack."""
        return f"tanggap-{self.stage}"


def deploy(order: Order, release: Release, place: Place) -> dict[str, str]:
    """Puts the release up; the outputs of its stack. Raises `Refused`, and then the stage has what it had before."""
    had = _had(order, place)
    outputs = _put(order, release, place)
    if wrong := order.smoke(outputs["SiteAddress"], release.id):
        raise Refused("\n".join([f"{release.id} is up and does not work:", *(f"  {line}" for line in wrong), _taken_back(order, had, place)]))
    releases.note(order.stage, release.id, order.now(), place)
    order.say(f"{order.stack} is {release.id}, at {outputs['SiteAddress']}")
    return outputs


def roll_back(order: Order, id_: str | None, place: Place) -> dict[str, str]:
    """Puts an earlier release up, by default the one before; raises `Refused`."""
    had = _had(order, place)
    wanted = id_ or (releases.before(order.stage, had, place) if had else None)
    if not wanted:
        raise Refused(f"{order.stack} has had no other release than the one that it has.")
    return deploy(order, releases.read(wanted, place), place)


def _had(order: Order, place: Place) -> str | None:
    """The release that the stage has."""
    stack = stacks.described(order.stack, place)
    known = stacks.outputs(stack).get("Release") if stack else None
    return known if known and known in {line["release"] for line in releases.history(order.stage, place)} else None


def _put(order: Order, release: Release, place: Place) -> dict[str, str]:
    """Stack and site. The first time without a domain the stack is put twice: only then is it known what CloudFront calls it."""
    template = json.loads(release.template)
    where = releases.address(release, place)
    while True:
        parameters = _parameters(order, release, template["Parameters"], place)
        order.say(f"{order.stack}: bringing the stack to {release.id}; this may take a quarter of an hour")
        outputs = stacks.put(order.stack, where, parameters, place)
        if parameters["SiteUrl"] == outputs["SiteAddress"]:
            break
    budget.put(order.stack, outputs, place)
    changed = site_files.put(release, outputs["SiteBucket"], outputs["Front"], place)
    order.say(f"{order.stack}: {changed} files of the site have changed")
    return outputs


def _parameters(order: Order, release: Release, known: Mapping[str, Mapping[str, str]], place: Place) -> dict[str, str | None]:
    """By hand, by the stage, as it was (None): in this order. Those that were never given have the template's defaults."""
    if strange := sorted(set(order.given) - set(known) | set(order.given) & set(OURS)):
        raise Refused(f"Parameters that cannot be set: {', '.join(strange)}. Those that can: {', '.join(sorted(set(known) - set(OURS)))}.")
    stack = stacks.described(order.stack, place)
    had = {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", ())} if stack else {}
    if missing := [name for name in ASKED_AT_FIRST if name not in {**had, **order.given}]:
        raise Refused(f"The first deployment must be told {', '.join(missing)}: make deploy STAGE={order.stage} SET='MailFrom=notices@your.domain'")
    kept: dict[str, str | None] = dict.fromkeys(name for name in had if name in known)
    stage = {name: value for name, value in STAGES[order.stage].items() if name in known}
    told = kept | stage | dict(order.given) | {"Stage": order.stage, "Release": release.id}
    return told | {"SiteUrl": _site_url({**had, **order.given}, stacks.outputs(stack) if stack else {})}


def _site_url(given: Mapping[str, str], outputs: Mapping[str, str]) -> str:
    """The address that notices name and uploads come from: of the domain, or of CloudFront, or not known yet."""
    name = given.get("DomainName") or outputs.get("FrontDomain") or "not-known-yet.invalid"
    return f"https://{name}"


def _taken_back(order: Order, had: str | None, place: Place) -> str:
    if had is None:
        return "There is no release to go back to; mend it and deploy again."
    try:
        _put(order, releases.read(had, place), place)
    except Refused as worse:
        return f"Going back to {had} failed too: {worse}"
    return f"{order.stack} is {had} again."
