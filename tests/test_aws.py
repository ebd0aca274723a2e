"""The session reads what botocore reads, only faster. A new botocore that loads its data another way is noticed here."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import JSONFileLoader

from chalicelib import aws
from chalicelib.aws import PlainFiles
from chalicelib.store.wire import PlainParsers

MODEL = {"b": {"z": 1, "a": [1.5, None, True]}, "a": "é\u2028"}
WRITTEN = {
    "model.json": lambda file: file.write_text(json.dumps(MODEL)),
    "model.json.gz": lambda file: file.write_bytes(gzip.compress(json.dumps(MODEL).encode())),
    "other.json": lambda file: file.write_text("{}"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_is_read_as_botocore_reads_it(tmp_path: Path, name: str) -> None:
    WRITTEN[name](tmp_path / name)
    asked = str(tmp_path / "model")

    read, known = PlainFiles().load_file(asked), JSONFileLoader().load_file(asked)

    assert read == known
    assert read is None or [*read, *read["b"]] == [*known, *known["b"]]


def test_clients_are_made_from_what_the_session_has_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load = PlainFiles.load_file

    def noted(files: PlainFiles, path: str) -> Any:
        read.append(path)
        return load(files, path)

    monkeypatch.setattr(PlainFiles, "load_file", noted)

    aws.session().create_client("dynamodb", region_name="ap-southeast-3")

    assert any("dynamodb" in path and path.endswith("service-2") for path in read)
    assert any(path.endswith("endpoints") for path in read)


def test_it_reads_answers_plainly() -> None:
    assert isinstance(aws.session().get_component("response_parser_factory"), PlainParsers)
