"""Acting on a case as somebody."""

from typing import Any

from chalicelib.domain.words import Action, Role
from tests.api.conftest import Answer, Api, Filed
from tests.api.samples import BODIES

OFFICER, COORDINATOR, INSPECTOR, STEWARD = (
    (Role.OFFICER, "51.71.pupr"),
    (Role.COORDINATOR, "51.71"),
    (Role.INSPECTOR, "51"),
    (Role.STEWARD, "nation"),
)
Who = tuple[Role, str]


def do(api: Api, filed: Filed, who: Who, action: Action, version: int | None = None, **body: Any) -> Answer:
    """The action on the version that the case is at, unless another is named, with the sample's body unless fields are given."""
    key = api.key(*who)
    seen = version or api.get(f"/v1/cases/{filed.code}", api.key(*STEWARD)).body["version"]
    return api.post(f"/v1/cases/{filed.code}/{action}", body or BODIES[action], {**key, "If-Match": f'"{seen}"'})
