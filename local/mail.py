"""The inbox: notices are not sent anywhere, the local engine keeps them."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

ADDRESS_FILE = "engine.address"


def inbox_address(endpoint: str) -> str:
    """Where the engine tells what is in the inbox."""
    return f"{endpoint}/_ministack/ses/messages"


def messages(endpoint: str) -> list[dict[str, Any]]:
    """All notices, oldest first."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(inbox_address(endpoint), timeout=10) as response:
        accounts = json.load(response)["messages"].values()
    return sorted((message for account in accounts for message in account), key=lambda message: str(message["Timestamp"]))


def shown(data: Path) -> Iterator[str]:
    """The inbox of the stack that runs on `data`, as text."""
    for message in messages((data / ADDRESS_FILE).read_text()):
        at = datetime.fromtimestamp(message["Timestamp"]).astimezone() if isinstance(message["Timestamp"], int | float) else message["Timestamp"]
        yield f"{at}  to {', '.join(message['To'])}\n{message['Subject']}\n\n{message['BodyText']}\n" + "-" * 72
