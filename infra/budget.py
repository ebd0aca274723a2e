"""The budget of the account, which warns whoever is on duty. Not in the template: CloudFormation has it in some regions only."""

import contextlib
from collections.abc import Mapping
from typing import Any

from infra.place import Place

WARNINGS = (("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100))
"""Percent that are spent, or will be by the end of the month."""


def put(name: str, outputs: Mapping[str, str], place: Place) -> None:
    """Brings the budget to what the stack's parameters say; none where they name no sum or nobody who is told."""
    budgets, account = place.client("budgets"), place.client("sts").get_caller_identity()["Account"]
    with contextlib.suppress(budgets.exceptions.NotFoundException):
        budgets.delete_budget(AccountId=account, BudgetName=name)
    if float(outputs.get("MonthlyBudget", 0)) and outputs["AlarmMail"] != "nobody":
        limit = {"Amount": outputs["MonthlyBudget"], "Unit": "USD"}
        budget = {"BudgetName": name, "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit}
        warnings = [_warning(kind, percent, outputs["AlarmMail"]) for kind, percent in WARNINGS]
        budgets.create_budget(AccountId=account, Budget=budget, NotificationsWithSubscribers=warnings)


def _warning(kind: str, percent: int, mail: str) -> dict[str, Any]:
    about = {"NotificationType": kind, "ComparisonOperator": "GREATER_THAN", "Threshold": percent, "ThresholdType": "PERCENTAGE"}
    return {"Notification": about, "Subscribers": [{"SubscriptionType": "EMAIL", "Address": mail}]}
