"""`make checkov`: what checkov finds in the packaged template, resource by resource, is what is excepted here with its reason; actionlint finds nothing in the workflows."""

import json
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from infra.alarms import functions
from infra.package import ROOT, package
from tests.infra.deployment import architecture
from tests.infra.test_policy import HAS_NO_SECRETS, NO_NETWORK, OF_THE_ACCOUNT, PRIVACY

PROGRAMS = ROOT / "build" / "checkov" / "bin"
FUNCTIONS = frozenset(functions())
BUCKETS = frozenset({"AttachmentsBucket", "SiteBucket"})
SHOWN = frozenset({"Front", "FilesDistribution"})
EXCEPTIONS: dict[str, tuple[frozenset[str], str]] = {
    "CKV_AWS_18": (BUCKETS, PRIVACY),
    "CKV_AWS_21": (
        BUCKETS,
        "what is erased must be gone, and nothing is written over; of the site every release is kept in the releases' bucket, which has versions",
    ),
    "CKV_AWS_26": (
        frozenset({"AlarmTopic"}),
        "alarms name functions and queues, nobody; a key would keep CloudWatch from ringing if its policy were ever wrong",
    ),
    "CKV_AWS_27": (
        frozenset({"UploadsQueue", "UploadsDeadLetters", "DeadLetters", "MailReports"}),
        "all are encrypted, by SQS itself; checkov looks for a key of KMS only. They hold keys of uploads and codes, no names",
    ),
    "CKV_AWS_33": (frozenset({"CasesKey"}), "everybody stands under two conditions: of this account, and through DynamoDB alone"),
    "CKV_AWS_68": (
        SHOWN,
        "the firewall stands before the gateway (WAF for CloudFront lives in us-east-1 alone, and one stack is the whole installation)",
    ),
    "CKV_AWS_73": (
        frozenset({"RestAPI"}),
        "each request's time is in the log; X-Ray would be one more permission, one more bill and one more place that knows who asked",
    ),
    "CKV_AWS_76": (frozenset({"RestAPI"}), PRIVACY),
    "CKV_AWS_86": (SHOWN, PRIVACY),
    "CKV_AWS_115": (
        FUNCTIONS,
        "a share of the account's concurrency is kept from everybody else, and an account may have ten; what is read of stream and queue has bounds of its own",
    ),
    "CKV_AWS_116": (
        FUNCTIONS,
        "what fails for good goes to the dead letters by its source or by EventInvokeConfig, which also says why; the API answers whoever asks",
    ),
    "CKV_AWS_117": (FUNCTIONS, NO_NETWORK),
    "CKV_AWS_120": (frozenset({"RestAPI"}), "CloudFront in front of it keeps what may be kept"),
    "CKV_AWS_149": (frozenset({"ReceiptKey", "FrontSecret"}), OF_THE_ACCOUNT),
    "CKV_AWS_158": (frozenset(f"{'ApiHandler' if name == 'APIHandler' else name}LogGroup" for name in FUNCTIONS), HAS_NO_SECRETS),
    "CKV_AWS_173": (FUNCTIONS, OF_THE_ACCOUNT),
    "CKV_AWS_174": (
        SHOWN,
        "with a certificate of its own the site takes TLS 1.2 and newer (checkov does not follow the condition); CloudFront's own names take what CloudFront decides",
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, frozenset[str]]:
    """The resources that fail each check, by its number."""
    template = package("prod", tmp_path_factory.mktemp("package"), architecture()).with_name("sam.json")
    command = [
        PROGRAMS / "checkov",
        "--file",
        template,
        "--framework",
        "cloudformation",
        "--skip-download",
        "--compact",
        "--quiet",
        "--output",
        "json",
    ]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert (told["summary"]["parsing_errors"], told["summary"]["passed"] > 100) == (0, True)
    failed: defaultdict[str, set[str]] = defaultdict(set)
    for one in told["results"]["failed_checks"]:
        failed[one["check_id"]].add(one["resource"].rpartition(".")[2])
    return {check: frozenset(names) for check, names in failed.items()}


def test_what_is_found_is_what_is_excepted(found: dict[str, frozenset[str]]) -> None:
    assert found == {check: names for check, (names, _) in EXCEPTIONS.items()}


def test_actionlint_finds_nothing() -> None:
    workflows = sorted(Path(ROOT / ".github" / "workflows").glob("*.yml"))
    done = subprocess.run([PROGRAMS / "actionlint", *workflows], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
