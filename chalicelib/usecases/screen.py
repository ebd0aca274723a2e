"""Spam: who must do some work before filing, and what is marked for whoever verifies it. Nothing is dropped, and nothing is refused but for want of that work."""

from dataclasses import dataclass

from chalicelib.domain import challenge, screening
from chalicelib.domain.challenge import Challenge, Proof
from chalicelib.domain.complaint import Text
from chalicelib.domain.errors import ChallengeRequired
from chalicelib.domain.screening import Signs, Suspicions
from chalicelib.usecases.ports import Deps
from chalicelib.usecases.setting import policy

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever files without a key of an agency: from which address, and the proof that was sent along."""

    address: str
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Screened:
    """A sender who has been counted; `refused` says why some work must be done first, if it must."""

    by_client: int
    refused: ChallengeRequired | None


def screened(sender: Sender, idempotency_key: str | None, deps: Deps, supported: str = "") -> Screened:
    """Count a submission, or a support of the complaint `supported`, for its client, and check the proof where one is needed."""
    now, rules = deps.now(), policy(None, deps)
    name = f"{'supporter' if supported else 'client'}-{screening.client(sender.address, now.date(), deps.key)}"
    used = deps.limits.count(name, now, max(rules.client_submits, rules.challenge_free), DAY)
    if rules.challenge == 0 or used <= rules.challenge_free:
        return Screened(used, None)
    return Screened(used, _refused(sender.proof, idempotency_key, supported, deps))


def suspicions(by_client: int, agency: str, text: Text, deps: Deps) -> Suspicions:
    """What the agency's coordinator is warned of; it counts the submission for its agency and among those that read alike."""
    now, rules = deps.now(), policy(None, deps)
    alike = f"text-{screening.likeness(text.title, text.body, deps.key)}"
    signs = Signs(
        by_client=by_client,
        at_agency=deps.limits.count(f"agency-{agency}", now, rules.surge, HOUR),
        alike=deps.limits.count(alike, now, rules.repeats, DAY),
        links=screening.links(text.title, text.body, text.place),
    )
    return screening.suspicions(signs, rules)


def new_challenge(idempotency_key: str, deps: Deps, supported: str = "") -> Challenge:
    """A challenge for whoever files with this Idempotency-Key, or supports this complaint with this token; where none is needed, one that costs nothing."""
    return challenge.make(policy(None, deps).challenge or 1, idempotency_key, deps.random_bytes(32), deps.now(), deps.key, supported)


def _refused(proof: Proof | None, idempotency_key: str | None, supported: str, deps: Deps) -> ChallengeRequired | None:
    """An Idempotency-Key files once, whatever comes with it; a support can be taken back and given again, so its proof is spent."""
    try:
        challenge.check(proof, idempotency_key, deps.now(), deps.key, supported)
    except ChallengeRequired as refused:
        return refused
    if supported and proof and not deps.limits.once(f"proof-{proof.signature}", deps.now() + challenge.LIFE):
        return ChallengeRequired("the challenge that was solved has been used; get another")
    return None
