"""What waits for endpoints is sent: to each in a thread of its own, case by case in order, by one run at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, reduce

from chalicelib import logs
from chalicelib.domain import webhook
from chalicelib.domain.errors import Busy, Conflict
from chalicelib.domain.outgoing import Answered, Delivery, Line, Turn
from chalicelib.domain.webhook import Endpoint, Off
from chalicelib.usecases.administration import retried
from chalicelib.usecases.ports import After, Deps

log = logs.get("jobs")
THREADS = 32
PAGE = 50
SOON = timedelta(seconds=10)
"""What is due so soon is waited for, within the run."""
SLICE = timedelta(seconds=30)
"""How long one look at an endpoint may take, beside the request that runs."""
LEASE = timedelta(minutes=2)
"""After that a turn is free although it was not given back: a look is over long before, so whoever had it died."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a run: events that arrived, attempts that failed, endpoints with which something of ours broke."""

    sent: int = 0
    failed: int = 0
    broken: int = 0

    def plus(self, other: "Sent") -> "Sent":
        """Both together."""
        return Sent(self.sent + other.sent, self.failed + other.failed, self.broken + other.broken)


@dataclass
class Errand:
    """One run's way to one endpoint. `has_time` says whether it may begin something, `wait` lets seconds pass."""

    endpoint: Endpoint
    deps: Deps
    has_time: Callable[[], bool]
    wait: Callable[[float], None]
    turn: Turn
    total: Sent
    gone: bool = False

    def run(self) -> Sent:
        """Send what is due, and what becomes due soon."""
        while self.has_time() and not self.gone:
            due = self._next()
            if due is None or due > self.deps.now() + SOON:
                break
            before = self.total
            if due <= self.deps.now() and self._take():
                self._look()
            if self.total == before:  # the index may still show what is done
                self.wait(max(1.0, (due - self.deps.now()).total_seconds()))
        return self.total

    def _next(self) -> datetime | None:
        """When there is something to do: something waits, and the endpoint is not left alone."""
        waiting, _ = self.deps.webhooks.waiting(self.endpoint.id, None, 1, None)
        if not waiting:
            return None
        self.turn = self.deps.webhooks.turn(self.endpoint.id)
        return max(at for at in (waiting[0][1], self.turn.taken_until, self.turn.rests_until) if at)

    def _take(self) -> bool:
        taken = self.turn.take(self.deps.now() + LEASE)
        try:
            self.deps.webhooks.keep_turn(self.endpoint.id, taken)
        except (Conflict, Busy):
            return False
        self.turn = taken
        return True

    def _look(self) -> None:
        """Every line that is due, until the endpoint fails too often; when it answers again after a rest, those too that would be tried much later."""
        rested = self.turn.rests
        try:
            for code in self._codes(self.deps.now()):
                self._send_line(code, early=False)
            if rested and not self.turn.rests:
                for code in self._codes(None):
                    self._send_line(code, early=True)
        finally:
            with suppress(Conflict):
                self.deps.webhooks.keep_turn(self.endpoint.id, self.turn.give_back())

    def _codes(self, until: datetime | None) -> Iterator[str]:
        """The cases that wait, as long as there is time for another one."""
        ends, after = self.deps.now() + SLICE, None
        while True:
            page, after = self._page(until, after)
            for code, _ in page:
                if self.gone or self.turn.rests_at(self.deps.now()) or self.deps.now() >= ends or not self.has_time():
                    return
                yield code
            if after is None:
                return

    def _page(self, until: datetime | None, after: After) -> tuple[list[tuple[str, datetime]], After]:
        return self.deps.webhooks.waiting(self.endpoint.id, until, PAGE, after)

    def _send_line(self, code: str, *, early: bool) -> None:
        """One case, its events one after the other, until one does not arrive."""
        line = self.deps.webhooks.line(self.endpoint.id, code)
        while line.wake and (early or line.wake <= self.deps.now()) and self.has_time():
            delivery = self.deps.webhooks.delivery(self.endpoint.id, code, line.waiting[0])
            if delivery is None:  # kept no more
                line = self._settle(code, partial(Line.without, place=line.waiting[0], now=self.deps.now()))
                continue
            line, taken = self._try(delivery)
            if not taken:
                return

    def _try(self, delivery: Delivery) -> tuple[Line, bool]:
        answered = self._post(delivery)
        now, fraction = self.deps.now(), _fraction(self.deps)
        tried = delivery.tried(answered, now)
        self.turn = self.turn.after(answered, now, fraction)
        self.total = self.total.plus(Sent(sent=int(answered.taken), failed=int(not answered.taken)))
        line = self._settle(delivery.code, partial(Line.left, delivery=tried, now=now, fraction=fraction), tried)
        if answered.gone:
            self.gone = True
            _switch_off(self.endpoint, self.deps)
        return line, answered.taken

    def _post(self, delivery: Delivery) -> Answered:
        signed = webhook.secrets(self.endpoint, self.deps.key, self.deps.now())
        headers = webhook.headers(delivery.message, delivery.body, self.deps.now(), signed)
        answered = self.deps.hooks.post(self.endpoint.url, headers, delivery.body)
        said = {"status": answered.status or answered.error, "took_ms": answered.took_ms}
        log.info("webhook", extra=logs.facts(id=self.endpoint.id, code=delivery.code, seq=delivery.seq, **said))
        return answered

    def _settle(self, code: str, settled: Callable[[Line], Line], *tried: Delivery) -> Line:
        """The line with what has become of its first, also when more have joined it meanwhile."""

        def keep() -> Line:
            line = settled(self.deps.webhooks.line(self.endpoint.id, code))
            self.deps.webhooks.keep(self.endpoint.id, line, tried, self.deps.now())
            return line

        return retried(keep)


def send(deps: Deps, has_time: Callable[[], bool], wait: Callable[[float], None]) -> Sent:
    """Send what is due to every endpoint that is on. One that is slow, or breaks, stops no other."""

    def serve(endpoint: Endpoint) -> Sent:
        try:
            return Errand(endpoint, deps, has_time, wait, Turn(), Sent()).run()
        except Busy:  # somebody else writes it at this very moment: the next run is a minute away
            return Sent()
        except Exception:
            log.exception("webhook", extra=logs.facts(id=endpoint.id))
            return Sent(broken=1)

    endpoints = [one for one in deps.reference.every(Endpoint, latest=True) if not (one.off or one.removed_at)]
    if not endpoints:
        return Sent()
    with ThreadPoolExecutor(min(THREADS, len(endpoints))) as pool:
        return reduce(Sent.plus, pool.map(serve, endpoints), Sent())


def _switch_off(endpoint: Endpoint, deps: Deps) -> None:
    """It answered that it is gone."""

    def decide() -> None:
        before = deps.reference.fresh(Endpoint, endpoint.id) or endpoint
        after = before.switched(Off.GONE, deps.now())
        if after != before:
            deps.reference.replace((before, after))

    retried(decide)


def _fraction(deps: Deps) -> float:
    return int.from_bytes(deps.random_bytes(2)) / 0xFFFF
