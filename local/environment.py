"""The AWS settings of a process that talks to the local engine, and to nothing else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

REGION = "ap-southeast-3"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Credentials:
    """The engine's root user. Unknown keys and wrong signatures of upload forms and links are refused."""

    key: str = "LOCALROOT"
    secret: str = "opens-only-this-machine"  # noqa: S105 - the engine of a test


def aws(endpoint: str, credentials: Credentials) -> dict[str, str]:
    """What botocore must find in its environment to use the engine at `endpoint`."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": credentials.key,
        "AWS_SECRET_ACCESS_KEY": credentials.secret,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": f"{LOOPBACK},localhost",
        "no_proxy": f"{LOOPBACK},localhost",
    }


def isolated(base: Mapping[str, str]) -> dict[str, str]:
    """`base` without the caller's own AWS settings: a developer's real account must never be reached by accident."""
    return {name: value for name, value in base.items() if not name.startswith("AWS_")}


def enter(values: Mapping[str, str]) -> None:
    """Makes `values` this process's settings, instead of any AWS settings it was started with."""
    for name in set(os.environ) - set(isolated(os.environ)):
        del os.environ[name]
    os.environ.update(values)
