"""The budget of the account: how much, who is told, and from when on."""

from typing import Any

import boto3
import pytest

from chalicelib.settings import Settings
from infra import budget, template
from infra.place import Place
from local.environment import REGION

ACCOUNT = "000000000000"
NAME = "tanggap-test"
TOLD = {"MonthlyBudget": "250", "AlarmMail": "jaga@tanggap.example"}


@pytest.fixture
def place(engine_settings: Settings) -> Place:
    return Place(boto3.client, REGION)


def kept(place: Place) -> list[Any]:
    """The budgets of this name."""
    found = place.client("budgets").describe_budgets(AccountId=ACCOUNT).get("Budgets", [])
    return [one for one in found if one["BudgetName"] == NAME]


def warnings(place: Place) -> set[tuple[str, float, str]]:
    """Of what kind of costs, from which part of the budget on, and to whom."""
    client, which = place.client("budgets"), {"AccountId": ACCOUNT, "BudgetName": NAME}
    found = client.describe_notifications_for_budget(**which)["Notifications"]
    of = {index: client.describe_subscribers_for_notification(**which, Notification=one)["Subscribers"] for index, one in enumerate(found)}
    return {(one["NotificationType"], one["Threshold"], told["Address"]) for index, one in enumerate(found) for told in of[index]}


def test_whoever_is_on_duty_is_told_of_four_fifths_of_all_and_of_what_is_to_be_expected(place: Place) -> None:
    budget.put(NAME, TOLD, place)

    [one] = kept(place)
    assert (float(one["BudgetLimit"]["Amount"]), one["BudgetLimit"]["Unit"], one["TimeUnit"], one["BudgetType"]) == (250, "USD", "MONTHLY", "COST")
    mail = TOLD["AlarmMail"]
    assert warnings(place) == {("ACTUAL", 80, mail), ("ACTUAL", 100, mail), ("FORECASTED", 100, mail)}


def test_another_sum_takes_the_place_of_the_one_before(place: Place) -> None:
    budget.put(NAME, TOLD, place)
    budget.put(NAME, TOLD | {"MonthlyBudget": "90"}, place)

    assert [float(one["BudgetLimit"]["Amount"]) for one in kept(place)] == [90]


@pytest.mark.parametrize("without", [{"MonthlyBudget": "0"}, {"AlarmMail": "nobody"}])
def test_without_a_sum_or_anybody_who_is_told_there_is_none(place: Place, without: dict[str, str]) -> None:
    budget.put(NAME, TOLD, place)
    budget.put(NAME, TOLD | without, place)

    assert kept(place) == []


def test_the_stack_says_both_of_what_the_budget_is_made_of() -> None:
    outputs = template.whole()["Outputs"]
    assert outputs["MonthlyBudget"]["Value"] == {"Ref": "MonthlyBudget"}
    assert outputs["AlarmMail"]["Value"]["Fn::If"][1:] == [{"Ref": "AlarmMail"}, "nobody"]
