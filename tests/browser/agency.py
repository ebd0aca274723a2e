"""What happens at the agencies meanwhile, by their API."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from tests.local.running import Running

KEY = re.compile(r"^demo key: (\w+) +(\S+) +(\S+)$", re.MULTILINE)
COMPLAINT = {
    "type": "complaint",
    "title": "Lampu jalan mati di depan SDN 3 Ubung",
    "body": "Lampu di tiga tiang mati sejak 15 November. Anak sekolah pulang dalam gelap.\n\nMohon diganti.",
    "category": "jalan.lampu",
    "region": "51.71",
    "agency": "51.71",
    "visibility": "public",
    "identity": "named",
    "reporter": {"name": "Ni Made Sari", "email": "sari@example.org"},
}


class Town:
    """Denpasar in the demo: its officer, coordinator and the rest, by role."""

    def __init__(self, running: Running, said: str) -> None:
        self.running = running
        self.uploads = (running.data / "engine.address").read_text().strip()
        self.keys = {role: key for role, _, key in KEY.findall(said)}

    def ask_no_work(self) -> None:
        """All tests file from one address, which would be asked for a calculation before long."""
        self._rule(challenge=0, challenge_free=20)

    @contextmanager
    def asking_work(self) -> Iterator[None]:
        """Meanwhile a little calculation comes before every complaint."""
        self._rule(challenge=5, challenge_free=0)
        try:
            yield
        finally:
            self.ask_no_work()

    def _rule(self, **changes: int) -> None:
        status, answer = self.running.get("/v1/policies", changes, Authorization=f"Bearer {self.keys['steward']}")
        assert status in {200, 201}, answer

    @staticmethod
    def today() -> date:
        """The service's, in UTC: its clock is not moved here."""
        return datetime.now(UTC).date()

    @staticmethod
    def read(address: str) -> bytes:
        """What is behind a link to a file."""
        with urllib.request.urlopen(address, timeout=10) as answer:
            return bytes(answer.read())

    def file(self, **changes: Any) -> tuple[str, str]:
        """A complaint that is on record: its code and secret."""
        status, receipt = self.running.get("/v1/complaints", COMPLAINT | changes)
        assert status == 201, receipt
        return receipt["code"], receipt["secret"]

    def act(self, code: str, role: str, action: str, **body: Any) -> None:
        """An action of an agency's person on the version that is there."""
        key = {"Authorization": f"Bearer {self.keys[role]}"}
        case = f"/v1/cases/{code}"
        with urllib.request.urlopen(urllib.request.Request(self.running.site + case, headers=key), timeout=10) as seen:
            version = seen.headers["ETag"]
        status, answer = self.running.get(f"{case}/{action}", body, **key, **{"If-Match": version})
        assert status == 200, answer

    def answer(self, code: str, text: str = "Lampu sudah kami ganti hari ini.") -> None:
        """Verified, forwarded, handled and answered."""
        self.act(code, "coordinator", "verify", agency="51.71.dishub")
        self.act(code, "officer", "start")
        self.act(code, "officer", "respond", outcome="resolved", text=text)
