"""AWS Budgets."""

from __future__ import annotations

from typing import Any

from moto.budgets.exceptions import NotFoundException
from moto.budgets.models import Budget, BudgetsBackend
from moto.budgets.responses import BudgetsResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_tag_calls, as_map, tags_of
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "budgets: a budget can be changed",
    aws="UpdateBudget replaces the budget and keeps its notifications.",
    kind="accepted",
)
def update_budget() -> None:
    @adds_call(BudgetsResponse, "update_budget")
    def update(self: Any, given: dict[str, Any]) -> None:
        wanted = given["NewBudget"]
        self.backend.describe_budget(given["AccountId"], wanted["BudgetName"])
        budgets = self.backend.budgets[given["AccountId"]]
        notifications = budgets[wanted["BudgetName"]].notifications
        budgets[wanted["BudgetName"]] = Budget(wanted, [])
        budgets[wanted["BudgetName"]].notifications = notifications


@fix(
    "budgets: a notification has subscribers",
    aws="Up to one topic and ten addresses are told when a notification's threshold is passed.",
    kind="accepted",
)
def subscribers() -> None:
    @adds_call(BudgetsResponse, "describe_subscribers_for_notification")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"Subscribers": _notification(self, given).subscribers}

    @adds_call(BudgetsResponse, "create_subscriber")
    def create(self: Any, given: dict[str, Any]) -> None:
        _notification(self, given).subscribers.append(given["Subscriber"])

    @adds_call(BudgetsResponse, "delete_subscriber")
    def delete(self: Any, given: dict[str, Any]) -> None:
        told = _notification(self, given).subscribers
        if given["Subscriber"] not in told:
            raise NotFoundException("Unable to delete subscriber - the subscriber doesn't exist.")
        told.remove(given["Subscriber"])


def _notification(response: Any, given: dict[str, Any]) -> Any:
    response.backend.describe_budget(given["AccountId"], given["BudgetName"])
    budget = response.backend.budgets[given["AccountId"]][given["BudgetName"]]
    for notification in budget.notifications:
        if _identity(notification.details) == _identity(given["Notification"]):
            return notification
    raise NotFoundException("Unable to get notification - the notification doesn't exist.")


def _identity(details: dict[str, Any]) -> dict[str, Any]:
    """Return what tells notifications apart: everything but whether the threshold is passed at the moment."""
    return {"ThresholdType": "PERCENTAGE", **details, "NotificationState": ""}


@fix(
    "budgets: budgets have tags",
    aws="A budget is tagged when it is made or later; the provider reads the tags whenever it reads a budget.",
    kind="enforced",
)
def tags() -> None:
    adds_tag_calls(BudgetsResponse, "ResourceARN", "ResourceTags", "ResourceTagKeys", ("Key", "Value"))

    @around(BudgetsResponse, "create_budget")
    def create(original: Any, self: Any) -> str:
        answer: str = original(self)
        name = self._get_param("Budget")["BudgetName"]
        tags_of(self.backend, _arn(self.current_account, name)).update(as_map(self._get_param("ResourceTags", [])))
        return answer

    @around(BudgetsBackend, "delete_budget")
    def delete(original: Any, self: Any, account_id: str, budget_name: str) -> None:
        original(self, account_id, budget_name)
        tags_of(self, _arn(account_id, budget_name)).clear()


def _arn(account: str, name: str) -> str:
    return f"arn:aws:budgets::{account}:budget/{name}"
