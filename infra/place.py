"""Where is deployed to: an account and region of AWS, seen through clients."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, NoCredentialsError, NoRegionError, PartialCredentialsError

HELP = """Give the rights of the account that is deployed to, for example:
  export AWS_PROFILE=tanggap-prod AWS_REGION=ap-southeast-3
`aws sts get-caller-identity` must answer. Without an account everything but this can be tried: make run, make test, make test-deploy."""


class Refused(Exception):
    """The deployment cannot go on; the message says why, and what helps."""


@dataclass(frozen=True)
class Place:
    """`client` makes a client of a service with the rights of whoever deploys; `pause` are the seconds between two questions whether something is done."""

    client: Callable[[str], Any]
    region: str
    pause: float = 5.0


def here() -> Place:
    """The place that the environment names; raises `Refused` where it names none."""
    import boto3  # noqa: PLC0415 - packaging does without

    session = boto3.session.Session(region_name=os.environ.get("AWS_REGION"))
    if not session.region_name:
        raise Refused(f"No region of AWS is set.\n{HELP}")
    try:
        session.client("sts").get_caller_identity()
    except (NoCredentialsError, PartialCredentialsError, NoRegionError) as missing:
        raise Refused(f"No credentials for AWS were found ({missing}).\n{HELP}") from missing
    except ClientError as refused:
        raise Refused(f"AWS does not take these credentials ({refused}).\n{HELP}") from refused
    return Place(session.client, session.region_name)
