"""A right body for every action of an agency."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.words import Action
from tests.builders import ANSWER, a_receipt

WHY = "Ini urusan dinas yang lain, bukan kami."
BODIES: Mapping[Action, dict[str, Any]] = {
    Action.VERIFY: {"agency": "51.71.pupr"},
    Action.FORWARD: {"agency": "51.71.dlh"},
    Action.START: {},
    Action.RESPOND: {"outcome": "resolved", "text": ANSWER},
    Action.RETURN: {"agency": "34.71", "reason": WHY},
    Action.HOLD: {"question": "Di sebelah mana lampunya?"},
    Action.EXTEND: {"days": 5, "reason": "Suku cadang lampu harus dipesan dulu."},
    Action.ARCHIVE: {"reason": "unclear", "text": "Tidak jelas apa yang diadukan."},
    Action.LINK: {"lead": a_receipt(9).code},
    Action.UNLINK: {"reason": "Lampu yang lain."},
    Action.NOTE: {"text": "Sudah ditelepon."},
    Action.INSTRUCT: {"text": "Ganti lampunya paling lambat besok."},
    Action.ASSIGN: {"agency": "34.71", "reason": "Jalan itu milik kota lain."},
    Action.PUBLISH: {"published": False, "reason": "Menyebut nama anak."},
    Action.UNSEAL: {"reason": "Pelapor diancam dan harus dilindungi."},
    Action.REDACT: {"title": "Lampu mati", "reason": "Menyebut nama orang."},
}
