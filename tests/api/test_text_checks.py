"""What is pointed out over the API before a text is sent; filing itself never minds."""

import json

import pytest

from tests.api.conftest import Api

TEXT = "Telepon saya di 0812 3456 7890."


def test_what_was_found_is_said_with_its_place_and_the_texts_without_it(api: Api) -> None:
    texts = {"title": "Mobil DK 1234 AB", "body": TEXT, "place": "Pasar"}

    answer = api.post("/v1/text-checks", {"visibility": "public", "identity": "named", **texts})

    assert answer.status == 200
    assert answer.body["found"] == [
        {"pointer": "/title", "kind": "plate", "start": 6, "end": 16},
        {"pointer": "/body", "kind": "phone", "start": 16, "end": 30},
    ]
    assert answer.body["masked"] == {"title": "Mobil •• •••• ••", "body": "Telepon saya di •••• •••• ••••."}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("visibility", "identity", "count"), [("confidential", "sealed", 0), ("confidential", "none", 1), ("public", "sealed", 1)])
def test_a_text_is_looked_at_when_it_is_public_or_anonymous(api: Api, visibility: str, identity: str, count: int) -> None:
    answer = api.post("/v1/text-checks", {"visibility": visibility, "identity": identity, "text": TEXT})

    assert (len(answer.body["found"]), len(answer.body["masked"])) == (count, count)


def test_nothing_of_it_is_logged(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.post("/v1/text-checks", {"visibility": "public", "identity": "none", "text": TEXT})

    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "0812" not in str(line)


def test_a_complaint_is_filed_whatever_stands_in_it(api: Api) -> None:
    assert api.file(body=f"{TEXT} NIK 5171012509900001, budi@example.org, DK 1234 AB.").code
