"""The alarms: a table of what is watched, for `AlarmTopic`. What each means and what to do stands in docs/operations.md under the same name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).parents[1] / ".chalice" / "config.json"
PER_MINUTE = {"Tick", "SendWebhooks"}
ABOVE, BELOW = "GreaterThanThreshold", "LessThanThreshold"
Json = dict[str, Any]
OUR_NAMESPACE: Json = {"Ref": "AWS::StackName"}


def functions() -> list[str]:
    """The functions' names in the template, as Chalice makes them."""
    told = json.loads(CONFIG.read_text(encoding="utf-8"))["lambda_functions"]
    return ["APIHandler" if name == "api_handler" else "".join(part.title() for part in name.split("_")) for name in told]


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One metric, and what of it rings; `silence` is what no data counts as."""

    means: str
    namespace: str | Json
    metric: str
    dimensions: Mapping[str, Any] = field(default_factory=dict)
    statistic: str | Json = "Sum"
    compared: str = ABOVE
    threshold: float = 0
    seconds: int = 300
    times: int = 1
    silence: str = "notBreaching"

    def properties(self) -> Json:
        """For CloudFormation."""
        percentile = isinstance(self.statistic, str) and self.statistic.startswith("p")
        return {
            "AlarmDescription": self.means,
            "Namespace": self.namespace,
            "MetricName": self.metric,
            "ExtendedStatistic" if percentile else "Statistic": self.statistic,
            "Dimensions": [{"Name": name, "Value": value} for name, value in self.dimensions.items()],
            **_rings(self),
        }


def _rings(watched: Watched) -> Json:
    return {
        "ComparisonOperator": watched.compared,
        "Threshold": watched.threshold,
        "Period": watched.seconds,
        "EvaluationPeriods": watched.times,
        "TreatMissingData": watched.silence,
        "AlarmActions": [{"Ref": "AlarmTopic"}],
        "OKActions": [{"Ref": "AlarmTopic"}],
    }


def _dead_letters(queue: str) -> Watched:
    name = {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}}
    means = f"Something failed for good and waits in {queue}"
    return Watched(means=means, namespace="AWS/SQS", metric="ApproximateNumberOfMessagesVisible", statistic="Maximum", dimensions=name)


def _old_messages(queue: str) -> Watched:
    name = {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}}
    means = f"A message has waited in {queue} for more than 15 minutes"
    return Watched(means=means, namespace="AWS/SQS", metric="ApproximateAgeOfOldestMessage", statistic="Maximum", threshold=900, dimensions=name)


def _fails(function: str) -> Watched:
    about = {"FunctionName": {"Ref": function}}
    return Watched(means=f"{function} fails", namespace="AWS/Lambda", metric="Errors", threshold=2, seconds=900, dimensions=about)


def _silent(function: str) -> Watched:
    return Watched(
        means=f"{function} has not run for 10 minutes",
        namespace="AWS/Lambda",
        metric="Invocations",
        dimensions={"FunctionName": {"Ref": function}},
        compared=BELOW,
        threshold=1,
        seconds=600,
        silence="breaching",
    )


def _table_throttled(metric: str) -> Watched:
    about = {"TableName": {"Ref": "CasesTable"}}
    return Watched(means="The table turns requests away", namespace="AWS/DynamoDB", metric=metric, threshold=50, dimensions=about)


API = {"ApiName": {"Ref": "AWS::StackName"}, "Stage": {"Ref": "RestAPI.Stage"}}
OURS = {"stage": {"Ref": "Stage"}}

WATCHED: dict[str, Watched] = {
    "DeadLetters": _dead_letters("DeadLetters"),
    "UploadsDeadLetters": _dead_letters("UploadsDeadLetters"),
    "UploadsWait": _old_messages("UploadsQueue"),
    "MailReportsWait": _old_messages("MailReports"),
    "StreamBehind": Watched(
        means="Notices are more than 15 minutes late",
        namespace="AWS/Lambda",
        metric="IteratorAge",
        statistic="Maximum",
        threshold=900_000,
        dimensions={"FunctionName": {"Ref": "React"}},
    ),
    "Undelivered": Watched(
        means="More than 20 notices in an hour do not arrive: SES closes accounts whose mail bounces",
        namespace=OUR_NAMESPACE,
        metric="Undelivered",
        threshold=20,
        seconds=3600,
    ),
    "NoticesBreak": Watched(
        means="Notices that were to be tried again could not be written: something of ours breaks",
        namespace=OUR_NAMESPACE,
        metric="NoticesBroken",
        seconds=3600,
    ),
    "TickBehind": Watched(
        means="For 15 minutes no tick has come to the end of what is due",
        namespace="Tanggap",
        metric="left",
        statistic={
            "Fn::If": ["TicksPerShard", "Maximum", "Minimum"]
        },  # where each shard has its own, one that is behind must not hide behind the others
        times=3,
        dimensions=OURS | {"event": "tick"},
    ),
    "ApiFails": Watched(means="The API answers with errors of its own", namespace="AWS/ApiGateway", metric="5XXError", threshold=5, dimensions=API),
    "ApiSlow": Watched(
        means="For 15 minutes one answer in twenty has taken more than 3 seconds",
        namespace="AWS/ApiGateway",
        metric="Latency",
        statistic="p95",
        threshold=3000,
        times=3,
        dimensions=API,
    ),
    "Throttled": Watched(
        means="Functions are turned away: more run at once than the account allows, of all its functions",
        namespace="AWS/Lambda",
        metric="Throttles",
        threshold=10,
    ),
    "ReadsThrottled": _table_throttled("ReadThrottleEvents"),
    "WritesThrottled": _table_throttled("WriteThrottleEvents"),
}


def alarms() -> dict[str, Json]:
    """Every alarm by its name in the template."""
    names = functions()
    watched = WATCHED | {f"{name}Fails": _fails(name) for name in names} | {f"No{name}": _silent(name) for name in names if name in PER_MINUTE}
    return {f"{name}Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": one.properties()} for name, one in watched.items()}


def counted_lines() -> dict[str, Json]:
    """The lines of logs that are counted: notices that did not arrive, of each function that sends them or hears of them; and those that broke."""
    return {
        "ReactUndelivered": _counted("React", "undelivered", "Undelivered"),
        "HearOfMailUndelivered": _counted("HearOfMail", "undelivered", "Undelivered"),
        "ReactNoticesBroken": _counted("React", "woken", "NoticesBroken"),
    }


def _counted(function: str, event: str, metric: str) -> Json:
    return {
        "Type": "AWS::Logs::MetricFilter",
        "Properties": {
            "LogGroupName": {"Ref": f"{function}LogGroup"},
            "FilterPattern": f'{{ $.event = "{event}" }}',
            "MetricTransformations": [{"MetricNamespace": OUR_NAMESPACE, "MetricName": metric, "MetricValue": "1"}],
        },
    }
