"""The deployed stack with its functions running here, each under AWS's runtime client and with its own role: whoever talks to it cannot tell the difference."""

import base64
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chalicelib.api.routes import ROUTES
from local import pollers
from local.environment import aws
from tests.infra.deployment import CREDENTIALS, Deployed, Found
from tests.infra.lambdabox import Box, box, runtime

EVENTS = Path(__file__).with_name("events")
"""Events of each kind as AWS hands them over."""
Start = Callable[[str], Box]


def recorded(name: str, **changed: object) -> dict[str, Any]:
    """The event of that kind, with what is different here."""
    return {**json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8")), **changed}


def request(method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """What API Gateway hands over of a request."""
    asked = urlsplit(path)
    resource, given = _resource(method, asked.path)
    query = parse_qs(asked.query)
    event = recorded("gateway", resource=resource, path=asked.path, httpMethod=method, pathParameters=given or None)
    event["requestContext"] |= {"resourcePath": resource, "httpMethod": method, "path": f"/api{asked.path}"}
    event["headers"] |= headers
    event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}
    event["queryStringParameters"] = {name: values[-1] for name, values in query.items()} or None
    event["multiValueQueryStringParameters"] = query or None
    event["body"] = None if data is None else data.decode()
    return event


def _resource(method: str, path: str) -> tuple[str, dict[str, str]]:
    """The route that the gateway finds for a path, and what stands in its places: the one with the fewest places."""
    parts = path.split("/")

    def places(pattern: str) -> dict[str, str] | None:
        pairs = list(zip(pattern.split("/"), parts, strict=False))
        fits = pattern.count("/") == path.count("/") and all(name == part or name.startswith("{") for name, part in pairs)
        return {name[1:-1]: part for name, part in pairs if name.startswith("{")} if fits else None

    found = [(route.path, given) for route in ROUTES if route.method == method and (given := places(route.path)) is not None]
    return min(found, key=lambda one: len(one[1]))


@dataclass(frozen=True, kw_only=True)
class Driven(Deployed):
    """Requests, schedules, the stream and both queues lead to the functions here."""

    start: Start
    kept: Path
    """Where it is noted how far the stream was read."""

    def fetched(
        self, method: str, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """The API's answer."""
        answer = self.start("APIHandler").invoke(request(method, path, data, headers or {}))
        body = str(answer["body"])
        told = answer["headers"] | {name: values[-1] for name, values in answer.get("multiValueHeaders", {}).items()}
        return answer["statusCode"], told, base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()

    def invoke(self, function: str) -> Any:
        """What a schedule's function gives."""
        return self.start(function).invoke(recorded("schedule"))

    def wait(self, for_: Callable[[], Found | None], seconds: float = 20.0) -> Found:
        """What `for_` gives once everything in the stream and the queues was handled; there is nothing else to wait for."""
        for turn in self._turns():
            while not turn():
                pass  # a turn says how long to wait for more: nothing while there is something
        found = for_()
        assert found, seconds
        return found

    def leave_what_is_there(self) -> None:
        """What happened before is not handled here."""
        stream = pollers.StreamPoller(lambda *_: {"batchItemFailures": []}, self._stream, self.kept)
        while not stream.turn():
            pass

    @property
    def _stream(self) -> str:
        return str(self.client("dynamodb").describe_table(TableName=self.names["CasesTable"])["Table"]["LatestStreamArn"])

    def _turns(self) -> Iterator[Callable[[], float]]:
        yield pollers.StreamPoller(self._handler("React"), self._stream, self.kept).turn
        yield pollers.QueuePoller(self._handler("InspectUpload"), self.names["UploadsQueue"]).turn
        yield pollers.QueuePoller(self._handler("HearOfMail"), self.names["MailReports"]).turn

    def _handler(self, function: str) -> Callable[[Any, Any], Any]:
        def handle(event: Any, _: Any) -> Any:
            answer = self.start(function).invoke(event)
            assert answer == {"batchItemFailures": []}, (function, answer, event)
            return answer

        return handle


@contextmanager
def boxes(archive: Path, stack: Deployed, root: Path, further: Mapping[str, Mapping[str, str]]) -> Iterator[Start]:
    """Starts a function by its name in the template, once, with the environment that it is deployed with and the credentials of its own role.

    `further` gives functions settings that cannot be those of a deployment.
    """
    for name, folder in (("deployment.zip", "task"), ("inspection.zip", "opt")):
        zipfile.ZipFile(archive.with_name(name)).extractall(root / folder)
    resources = json.loads(archive.with_name("sam.json").read_text())["Resources"]
    brought, started = runtime(root / "runtime"), dict[str, Box]()
    with ExitStack() as running:

        def start(function: str) -> Box:
            if function not in started:
                told = stack.client("lambda").get_function_configuration(FunctionName=stack.names[function])
                values = (
                    told["Environment"]["Variables"] | aws(stack.endpoint, CREDENTIALS) | credentials(stack, told["Role"]) | further.get(function, {})
                )
                handler = resources[function]["Properties"]["Handler"]
                layer = root / "opt" if resources[function]["Properties"].get("Layers") else root / "none"
                started[function] = running.enter_context(box(root / "task", layer, handler, values, brought))
            return started[function]

        yield start


def credentials(stack: Deployed, role: str) -> dict[str, str]:
    """Those of a function's role, as Lambda asks for them. Only Lambda may take it on, so here the account itself is let in as well."""
    name = role.rpartition("/")[2]
    iam = stack.client("iam")
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    here = {"Effect": "Allow", "Principal": {"AWS": stack.client("sts").get_caller_identity()["Account"]}, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps({**trust, "Statement": [*trust["Statement"], here]}))
    given = stack.client("sts").assume_role(RoleArn=role, RoleSessionName="box")["Credentials"]
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))
    return {"AWS_ACCESS_KEY_ID": given["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"], "AWS_SESSION_TOKEN": given["SessionToken"]}


@contextmanager
def standing(stack: Deployed) -> Iterator[None]:
    """Nothing wakes the functions that are deployed in the engine."""
    known, events = stack.client("lambda"), stack.client("events")
    sources = [one["UUID"] for one in known.list_event_source_mappings()["EventSourceMappings"]]
    rules = [rule["Name"] for rule in events.list_rules()["Rules"] if rule["State"] == "ENABLED"]
    assert (len(sources), bool(rules)) == (3, True)
    for source in sources:
        known.update_event_source_mapping(UUID=source, Enabled=False)
    for rule in rules:
        events.disable_rule(Name=rule)
    try:
        yield
    finally:
        for source in sources:
            known.update_event_source_mapping(UUID=source, Enabled=True)
        for rule in rules:
            events.enable_rule(Name=rule)
