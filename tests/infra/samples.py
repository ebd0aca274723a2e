"""What is sent to the deployed API."""

from typing import Any

COMPLAINT: dict[str, Any] = {
    "type": "complaint",
    "title": "Lampu jalan mati",
    "body": "Lampu jalan di depan pasar mati sejak minggu lalu.",
    "category": "jalan.lampu",
    "region": "51.71",
    "agency": "51.71",
    "visibility": "public",
    "identity": "named",
    "reporter": {"name": "Wayan", "email": "wayan@warga.example"},
}
UNSEAL = {"reason": "Pelapor diancam, dan harus dilindungi hari ini juga."}
