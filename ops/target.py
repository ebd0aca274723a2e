"""Which installation the command line works on: the environment's, a deployed stack's by its name, or the one that runs on this machine."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import boto3

from chalicelib import settings, wiring
from chalicelib.domain.events import Actor
from chalicelib.domain.reference import NATION
from chalicelib.domain.words import Role
from chalicelib.settings import Settings
from chalicelib.usecases.ports import Deps
from local import kept, mail
from local.environment import aws, enter
from local.moved_clock import MovedClock
from local.stack import NAME

RESOURCES = {
    "cases_table": "CasesTable",
    "identities_table": "IdentitiesTable",
    "attachments_bucket": "AttachmentsBucket",
    "mail_reports": "MailConfiguration",
}
PARAMETERS = {"stage": "Stage", "site_url": "SiteUrl", "mail_from": "MailFrom", "malware_scan": "MalwareScan", "proxies": "Proxies"}
OUTPUTS = {"files_url": "FilesUrl"}
OPERATOR = Actor(role=Role.STEWARD, agency=NATION, holder="command line")
"""Whoever may work on it so, as far as the rules are concerned."""


class NotRunning(RuntimeError):
    """The local stack has never run on that data."""


def connect(*, local: Path | None = None, stack: str | None = None) -> Deps:
    """The collaborators of the use cases for that installation; raises `SettingsMissing` or `NotRunning` when there is none."""
    if local:
        return _local(local)
    return wiring.build(_of_stack(stack, {"receipt_key": _receipt_key(stack), "webhooks_to": "internet"}) if stack else settings.from_env())


def asked(options: argparse.Namespace) -> Deps:
    """The installation that the options of a command name."""
    return connect(local=options.data if options.local else None, stack=options.stack)


def tables(options: argparse.Namespace) -> tuple[str, str]:
    """The names of both tables of the installation that the options of a command name."""
    asked(options)  # from here on the environment leads there
    if not options.local and not options.stack:
        known = settings.from_env()
        return known.cases_table, known.identities_table
    names = _names(options.stack or NAME)
    return names[RESOURCES["cases_table"]], names[RESOURCES["identities_table"]]


def _local(data: Path) -> Deps:
    """The running local stack's, at the time its moved clock shows."""
    address = data / mail.ADDRESS_FILE
    if not address.exists():
        raise NotRunning(f"no local stack has run on {data}: start one with `make run`")
    secrets = kept.load_secrets(data)
    endpoint = address.read_text(encoding="utf-8")
    enter(aws(endpoint, secrets.credentials))
    told = {"stage": "local", "receipt_key": secrets.receipt_key, "files_url": endpoint, "malware_scan": "off", "webhooks_to": "loopback"}
    deps = wiring.build(_of_stack(NAME, told))
    return replace(deps, now=MovedClock(data / "clock").now)


def _of_stack(name: str, known: Mapping[str, str]) -> Settings:
    """The settings as CloudFormation knows them, beside those that are known."""
    described = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    given = {each["ParameterKey"]: each["ParameterValue"] for each in described.get("Parameters", [])}
    made = {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", [])}
    outputs = {field: made[output] for field, output in OUTPUTS.items() if output in made}
    names = _names(name)
    resources = {field: names[resource] for field, resource in RESOURCES.items()}
    parameters = {field: given[parameter] for field, parameter in PARAMETERS.items() if parameter in given}
    return Settings(**{**resources, **parameters, **outputs, **known})


def _receipt_key(stack: str) -> str:
    return str(boto3.client("secretsmanager").get_secret_value(SecretId=_names(stack)["ReceiptKey"])["SecretString"])


def _names(stack: str) -> dict[str, str]:
    resources = boto3.client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]
    return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}
