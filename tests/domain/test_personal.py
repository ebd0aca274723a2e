"""What is pointed out before sending, by the rules here and by those of the page."""

import json
import re
import shutil
import subprocess
from functools import reduce
from pathlib import Path

import pytest

from chalicelib.domain import personal
from chalicelib.domain.personal import HARMLESS, RULES, Kind, find, mask
from chalicelib.domain.words import Identity, Visibility

MODULE = Path(__file__).parents[2] / "web" / "js" / "personal.js"
NODE = shutil.which("node")
EMAIL, NUMBER, PHONE, PLATE = Kind.EMAIL, Kind.IDENTITY_NUMBER, Kind.PHONE, Kind.PLATE
FOUND = [
    ("Hubungi 081234567890 ya.", [(PHONE, "081234567890")]),
    ("0812 3456 7890", [(PHONE, "0812 3456 7890")]),
    ("0812-3456-7890", [(PHONE, "0812-3456-7890")]),
    ("WA: +62 812-3456-7890", [(PHONE, "+62 812-3456-7890")]),
    ("wa.me/6281234567890", [(PHONE, "6281234567890")]),
    ("(0361) 224455", [(PHONE, "0361) 224455")]),
    ("021-5550123", [(PHONE, "021-5550123")]),
    ("+65 6123 4567", [(PHONE, "+65 6123 4567")]),
    ("NIK 5171012509900001.", [(NUMBER, "5171012509900001")]),
    ("NIK 6271012509900001 dari Kalteng", [(NUMBER, "6271012509900001")]),
    ("5171 0125 0990 0001", [(NUMBER, "5171 0125 0990 0001")]),
    ("51.71.01.250990.0001", [(NUMBER, "51.71.01.250990.0001")]),
    ("NPWP 12.345.678.9-012.345", [(NUMBER, "12.345.678.9-012.345")]),
    ("budi.s+x@warga.example.co.id", [(EMAIL, "budi.s+x@warga.example.co.id")]),
    ("surel budi@example.org, balas", [(EMAIL, "budi@example.org")]),
    ("081234567890@example.org", [(EMAIL, "081234567890@example.org")]),
    ("Mobil DK 1234 AB menabrak", [(PLATE, "DK 1234 AB")]),
    ("B1234XYZ", [(PLATE, "B1234XYZ")]),
    ("AB 12 C", [(PLATE, "AB 12 C")]),
    ("Motor L 4321 QZ, telepon 0811 000 0000", [(PLATE, "L 4321 QZ"), (PHONE, "0811 000 0000")]),
    ("0812 - 3456 - 7890", [(PHONE, "0812 - 3456 - 7890")]),
    ("0812\u20133456\u20137890", [(PHONE, "0812\u20133456\u20137890")]),
    ("0812\u00a03456\u00a07890", [(PHONE, "0812\u00a03456\u00a07890")]),
    ("Angkot dk 1234 ab ngebut", [(PLATE, "dk 1234 ab")]),
    ("DK-1234-AB", [(PLATE, "DK-1234-AB")]),
    ("b.1234.xyz", [(PLATE, "b.1234.xyz")]),
    ("é 😀 0811 000 0000", [(PHONE, "0811 000 0000")]),
    ("Pada 05-11-2026 08.30 saya menelepon 0812 3456 7890", [(PHONE, "0812 3456 7890")]),
    ("08.30 0812.3456.7890", [(PHONE, "0812.3456.7890")]),
    ("bayar Rp 62.500.000.000 ke 0361 224455", [(PHONE, "0361 224455")]),
    ("nomor B 1234 XYZ di Blok B 12 A", [(PLATE, "B 1234 XYZ")]),
    ("05-11-2026@example.org", [(EMAIL, "05-11-2026@example.org")]),
    ("11.05.01.250990.0001", [(NUMBER, "11.05.01.250990.0001")]),
    ("NIK 1901 0125 0990 0001, 05/11/2026", [(NUMBER, "1901 0125 0990 0001")]),
    ("62 812 3456 7890", [(PHONE, "62 812 3456 7890")]),
    ("6281234567890", [(PHONE, "6281234567890")]),
    ("KK 5171012509900001 pukul 8.30", [(NUMBER, "5171012509900001")]),
    ("0361.224.455", [(PHONE, "0361.224.455")]),
]
NOT_FOUND = [
    "",
    "Lampu jalan di depan rumah nomor 12 mati sejak 15 November 2026.",
    "Jl. Gatot Subroto 12, RT 05 RW 02, seberang pasar",
    "RT 05 RW 02",
    "SD 3 Ubung dan SMA 10",
    "Sejak 02-11-2026 pukul 08.30",
    "2026-11-24 04:00",
    "Rp 12.500.000 dan Rp1.250.000.000",
    "Hubungi 112 atau 110, atau 14022",
    "Perda 5 Tahun 2019, Pasal 28 H",
    "Kode pos 80116",
    "isi 1000 ml, 10 l 1000 ml, panjang 100 m, kelas b 12 di sana",
    "dari 2 - 3 - 2026 sampai 4 - 5 - 2026",
    "@dishub di media sosial",
    "51.71.dishub",
    "Tarif 2.000 per jam",
    "DK 123456 AB",
    "12345678901234567890",
    "Pada 05-11-2026 08.30 lampu mati",
    "08.30 05-11-2026",
    "05.11.2026 pukul 8.30",
    "05 11 2026 08.30",
    "5/11/2026 08.30 - 10.00 2 jam",
    "pukul 08.30-10.15 05-11-2026",
    "05-11-2026 06-11-2026",
    "24-02-2026 08.30 0",
    "2026-11-24 2026-11-25 08.30",
    "08.30.15 05-11-2026",
    "Rp 62.500.000.000",
    "Rp.625.000.000,00 dan rp 6281234567",
    "62.500.000.000 rupiah, 62 500 juta, 6251234567 juta",
    "Blok B 12 A nomor 7, blok D15A, Kav. A 21, Gang K 12 B, Unit AB 3 C",
    "RT 005/RW 002, No. 62, nomor 08",
    "Jalan Raya km 12 300 m, 3 x 4 m, 10.000 liter",
    "Perda Nomor 2 Tahun 2026 tanggal 02-03-2026 dan 04-05-2026",
    "0,5 km; 08.00 s.d. 16.00 WITA, 24/7",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_should_not_be_read_by_everybody_is_found(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in find(text)] == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_a_complaint_is_full_of_is_not(text: str) -> None:
    assert find(text) == []
    assert mask(text) == text


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_masked_text_is_as_long_and_says_nothing(text: str, expected: list[tuple[Kind, str]]) -> None:
    masked = mask(text)

    assert len(masked) == len(text)
    assert find(masked) == []
    assert not any(said in masked for _, said in expected)


@pytest.mark.parametrize("text", ["budi@example.org+628123456789", "B 1234 XYZ+628123456789"])
def test_what_stands_right_beside_something_else_is_found_too(text: str) -> None:
    first, second = find(text)

    assert first.end == second.start
    assert text[second.start :] == "+628123456789"


def test_only_what_was_found_is_masked() -> None:
    assert mask("Mobil DK 1234 AB, telepon +62 812-3456-7890.") == "Mobil •• •••• ••, telepon +•• •••-••••-••••."


@pytest.mark.parametrize(
    ("visibility", "identity", "looked_at"),
    [
        (Visibility.PUBLIC, Identity.NAMED, True),
        (Visibility.PUBLIC, Identity.NONE, True),
        (Visibility.CONFIDENTIAL, Identity.NONE, True),
        (Visibility.CONFIDENTIAL, Identity.NAMED, False),
        (Visibility.CONFIDENTIAL, Identity.SEALED, False),
    ],
)
def test_a_text_is_looked_at_when_it_is_public_or_anonymous(visibility: Visibility, identity: Identity, looked_at: bool) -> None:  # noqa: FBT001  a column of the table
    assert personal.concerns(visibility, identity) is looked_at


def test_the_page_has_the_same_rules() -> None:
    source = MODULE.read_text(encoding="utf-8")
    parts = re.findall(r'^const (REGIONS|SMALL) = "(.*)";$', source, re.MULTILINE)
    rules = dict(re.findall(r"^  (\w+): String\.raw`(.*)`,$", source, re.MULTILINE))

    assert len(parts) == 2
    assert list(rules) == [*RULES, *HARMLESS]
    filled = {kind: reduce(lambda text, part: text.replace(f"${{{part[0]}}}", part[1]), parts, rule) for kind, rule in rules.items()}
    assert filled == {**{str(kind): rule for kind, rule in RULES.items()}, **HARMLESS}


@pytest.mark.skipif(NODE is None, reason="the page's module runs in Node")
def test_the_page_finds_and_masks_the_same() -> None:
    texts = [text for text, _ in FOUND] + NOT_FOUND
    cases = [{"visibility": visibility, "identity": identity} for visibility in Visibility for identity in Identity]
    program = f"""import {{ find, mask, concerns }} from {json.dumps(MODULE.as_uri())};
        const say = (text) => [find(text).map(({{ kind, start, end }}) => [kind, text.slice(start, end)]), mask(text)];
        console.log(JSON.stringify([{json.dumps(texts)}.map(say), {json.dumps(cases)}.map(concerns)]));"""
    done = subprocess.run([str(NODE), "--input-type=module", "--eval", program], capture_output=True, text=True, check=True)

    said, looked_at = json.loads(done.stdout)
    assert said == [[[[one.kind, text[one.start : one.end]] for one in find(text)], mask(text)] for text in texts]
    assert looked_at == [personal.concerns(visibility, identity) for visibility in Visibility for identity in Identity]
