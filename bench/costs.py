"""`python -m bench.costs`: what a year costs, from the units that `make bench` measures, what a complaint goes through, and AWS's prices (`prices.json`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from bench.said import say

KNOWN = json.loads((Path(__file__).parent / "prices.json").read_text(encoding="utf-8"))
PRICES: dict[str, dict[str, float]] = {kind: {name: told["dollars"] for name, told in KNOWN[kind].items()} for kind in ("per", "a_month")}
ORDERS = (10_000, 1_000_000, 100_000_000)
MONTHS = 12
MINUTES = 365 * 24 * 60
KEPT_MONTHS = 18.0
"""For how long on average a complaint of the year lies in the table, once the system is a few years old: texts are kept, the bill is that of the third year."""


@dataclass(frozen=True, kw_only=True)
class Use:
    """What is used of AWS."""

    write_unit: float = 0
    read_unit: float = 0
    lambda_gb_second: float = 0
    lambda_request: float = 0
    gateway_request: float = 0
    cloudfront_request: float = 0
    cloudfront_function: float = 0
    cloudfront_gb: float = 0
    mail: float = 0
    bucket_gb_month: float = 0
    bucket_put: float = 0
    queue_request: float = 0
    log_gb: float = 0
    waf_request: float = 0
    table_gb_month: float = 0
    recovery_gb_month: float = 0

    def times(self, number: float) -> "Use":
        """As often."""
        return Use(**{one.name: getattr(self, one.name) * number for one in fields(Use)})

    def plus(self, other: "Use") -> "Use":
        """Both."""
        return Use(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Use)})

    def dollars(self) -> float:
        """What it costs."""
        return float(sum(getattr(self, one.name) * PRICES["per"][one.name] for one in fields(Use)))


def call(*, writes: float = 0, reads: float = 0, seconds: float = 0.03, bytes_: int = 3_000) -> Use:
    """A request to the API. Seconds are those of a warm function of 1 GB: some 3 ms of its own work, the rest is waiting for the table."""
    return Use(
        write_unit=writes,
        read_unit=reads,
        lambda_gb_second=seconds,
        lambda_request=1,
        gateway_request=1,
        cloudfront_request=1,
        cloudfront_function=1,
        cloudfront_gb=bytes_ / 1e9,
        log_gb=300 / 1e9,
        waf_request=1,
    )


def behind(*, writes: float = 0, reads: float = 0, seconds: float = 0.03, mails: float = 0) -> Use:
    """What a function of half a GB does behind it."""
    return Use(write_unit=writes, read_unit=reads, lambda_gb_second=seconds / 2, lambda_request=0.2, log_gb=300 / 1e9, mail=mails)


PAGE = Use(cloudfront_request=12, cloudfront_function=24, cloudfront_gb=40_000 / 1e9)
UPLOAD = Use(
    bucket_put=4,
    bucket_gb_month=0.0015 * MONTHS,
    queue_request=6,
    lambda_gb_second=1.77 * 1.5,
    lambda_request=1,
    write_unit=2,
    read_unit=2,
    cloudfront_gb=0.003,
)
A_COMPLAINT: dict[str, tuple[float, Use]] = {
    "it is filed": (1, call(writes=13)),
    "pages are looked at, files mostly known already": (6, PAGE),
    "lists for the form, kept by CloudFront": (1, Use(cloudfront_request=4, cloudfront_function=4, cloudfront_gb=30_000 / 1e9)),
    "its status is looked at": (12, call(reads=1)),
    "officers look at queues": (4, call(reads=2)),
    "officers open the case": (6, call(reads=2.5)),
    "it is worked on: verified, started, held, answered, confirmed": (5, call(writes=7, reads=1)),
    "reminders and escalations": (1.5, behind(writes=7, reads=1.5)),
    "the tick looks in vain": (2, behind(writes=3, reads=1)),
    "notices": (9, behind(writes=5, reads=2, mails=1)),
    "events are noted for the scores": (7, behind(writes=1)),
    "a photo, in half of them": (0.5, UPLOAD),
}
"""How often, and what one of it uses. Units are those of docs/performance.md and docs/data-model.md (a test holds them equal); how often is assumed."""
STORED = Use(table_gb_month=9_000 / 1e9 * KEPT_MONTHS, recovery_gb_month=9_000 / 1e9 * KEPT_MONTHS)
"""Complaint, text, some eight events, deliveries and their index entries."""
A_MINUTE = behind(reads=16 * 0.5, seconds=0.25).plus(behind(reads=1, seconds=0.1)).plus(Use(queue_request=24))
"""Schedules that find nothing."""


def year(complaints: int) -> dict[str, float]:
    """Dollars a year, by what they are for."""
    each = {name: use.times(often * complaints).dollars() for name, (often, use) in A_COMPLAINT.items()}
    standing = A_MINUTE.times(MINUTES).dollars() + sum(PRICES["a_month"].values()) * MONTHS
    return each | {
        "it lies in the table, and can be restored": STORED.times(complaints).dollars(),
        "what is there even if nobody complains": standing,
    }


def by_service(complaints: int) -> dict[str, float]:
    """Dollars a year, by what is billed."""
    whole = Use()
    for often, use in A_COMPLAINT.values():
        whole = whole.plus(use.times(often * complaints))
    whole = whole.plus(STORED.times(complaints)).plus(A_MINUTE.times(MINUTES))
    return {one.name: getattr(whole, one.name) * float(PRICES["per"][one.name]) for one in fields(Use)}


def table(of: Mapping[int, Mapping[str, float]]) -> list[str]:
    """Lines of a table in Markdown, a column an order of magnitude."""
    first = next(iter(of.values()))
    lines = ["| dollars a year | " + " | ".join(f"{order:,}" for order in of) + " |", "|---" * (len(of) + 1) + "|"]
    lines += ["| " + name.replace("_", " ") + " | " + " | ".join(f"{told[name]:,.0f}" for told in of.values()) + " |" for name in first]
    lines.append("| **together** | " + " | ".join(f"**{sum(told.values()):,.0f}**" for told in of.values()) + " |")
    return [*lines, "| a complaint | " + " | ".join(f"{sum(told.values()) / order:.4f}" for order, told in of.items()) + " |"]


def sources() -> list[str]:
    """Lines of a table in Markdown: each price, what it is of, and where and when it was found."""
    lines = ["| price | dollars | of what | found at | as of |", "|---|---|---|---|---|"]
    for name, told in (KNOWN["per"] | KNOWN["a_month"]).items():
        place = f"<{told['from']}>" if told["from"] else "nowhere"
        amount = f"{told['dollars']:.10f}".rstrip("0").rstrip(".")
        lines.append(f"| {name.replace('_', ' ')} | {amount} | {told['says']} | {place} | {told['as_of'] or '2025, remembered'} |")
    return lines


def main() -> None:
    """Print the tables of docs/operations.md."""
    for how in (year, by_service):
        say("\n".join(table({order: how(order) for order in ORDERS})) + "\n")
    say("\n".join(sources()))


if __name__ == "__main__":
    main()
