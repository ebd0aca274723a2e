"""Proof of work in ALTCHA's protocol (version 2, PBKDF2/SHA-256): a challenge that the server can tell to be its own, and the check of its solution.

Each is made for one Idempotency-Key, and a key files one complaint: whoever sends a solution again gets the same receipt and nothing else, and no list of spent ones is kept. Each
is made for a purpose, too: one that was solved to file opens nothing else, one that was solved to support a complaint no other complaint.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.errors import ChallengeRequired

LIFE = timedelta(minutes=30)
ALGORITHM, KEY_LENGTH, KEY_PREFIX = "PBKDF2/SHA-256", 32, "00"
"""One key in 256 begins so: that many are tried on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What is to be solved: `cost` are the rounds of each try, `made_for` stands for an Idempotency-Key and a purpose, `expires_at` is in seconds since 1970."""

    nonce: str
    salt: str
    cost: int
    expires_at: int
    made_for: str

    def parameters(self) -> dict[str, Any]:
        """As the protocol names them."""
        return {
            "algorithm": ALGORITHM,
            "cost": self.cost,
            "data": {"for": self.made_for},
            "expiresAt": self.expires_at,
            "keyLength": KEY_LENGTH,
            "keyPrefix": KEY_PREFIX,
            "nonce": self.nonce,
            "salt": self.salt,
        }

    def signature(self, key: bytes) -> str:
        """What only the holder of the installation's key can have made."""
        canonical = json.dumps(self.parameters(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hmac.digest(_own(key), canonical.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A challenge that came back, with what is said to solve it."""

    challenge: Challenge
    signature: str
    counter: int


def make(cost: int, idempotency_key: str, entropy: bytes, now: datetime, key: bytes, purpose: str = "") -> Challenge:
    """A challenge for whoever files with this Idempotency-Key, or supports the complaint that is the purpose with this token; `entropy` are 32 random bytes."""
    expires_at = int((now + LIFE).timestamp())
    return Challenge(
        nonce=entropy[:16].hex(), salt=entropy[16:].hex(), cost=cost, expires_at=expires_at, made_for=_made_for(idempotency_key, purpose, key)
    )


def check(proof: Proof | None, idempotency_key: str | None, now: datetime, key: bytes, purpose: str = "") -> None:
    """Raise `ChallengeRequired` unless the proof is right for this Idempotency-Key and purpose; what costs most is looked at last."""
    if idempotency_key is None:
        raise ChallengeRequired("choose an Idempotency-Key, get a challenge for it from /v1/challenge, and send both")
    if proof is None:
        raise ChallengeRequired("get a challenge from /v1/challenge with your Idempotency-Key, and send its solution in the header Altcha")
    if not hmac.compare_digest(proof.signature.encode(), proof.challenge.signature(key).encode()):
        raise ChallengeRequired("the challenge that was solved is not one of ours; get another")
    if proof.challenge.made_for != _made_for(idempotency_key, purpose, key):
        raise ChallengeRequired("the challenge that was solved is for another Idempotency-Key, or for something else; get one for this")
    if proof.challenge.expires_at < now.timestamp():
        raise ChallengeRequired("the challenge that was solved has expired; get another")
    if not solves(proof.challenge, proof.counter):
        raise ChallengeRequired("this does not solve the challenge")


def solves(challenge: Challenge, counter: int) -> bool:
    """Whether the key that the counter gives begins as it must."""
    password = bytes.fromhex(challenge.nonce) + counter.to_bytes(4)
    derived = hashlib.pbkdf2_hmac("sha256", password, bytes.fromhex(challenge.salt), challenge.cost, KEY_LENGTH)
    return derived.hex().startswith(KEY_PREFIX)


def _made_for(idempotency_key: str, purpose: str, key: bytes) -> str:
    return hmac.digest(_own(key), f"for\0{purpose}\0{idempotency_key}".encode(), "sha256").hex()[:32]


def _own(key: bytes) -> bytes:
    return hmac.digest(key, b"challenge", "sha256")
