"""The one botocore session of a process, taught to load fast."""

from pathlib import Path
from typing import Any

import botocore.session
import msgspec
from botocore.loaders import JSONFileLoader, Loader

from chalicelib import settings
from chalicelib.store.wire import PlainParsers


class PlainFiles(JSONFileLoader):
    """Reads the descriptions of services as botocore does, a few times faster."""

    def load_file(self, file_path: str) -> Any:
        """A file by its name without `.json`, none where there is no such file; what is packed, as in a development's libraries, botocore unpacks."""
        plain = Path(f"{file_path}.json")
        return msgspec.json.decode(plain.read_bytes()) if plain.is_file() else super().load_file(file_path)


def session() -> Any:
    """A session; clients made of it share what it has loaded."""
    made = botocore.session.get_session()
    made.register_component("data_loader", Loader(file_loader=PlainFiles()))
    made.register_component("response_parser_factory", PlainParsers())
    if known := settings.credentials():
        made.set_credentials(*known)  # else botocore gets ready to look in nine places
    return made
