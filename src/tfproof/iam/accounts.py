"""Which AWS accounts are one's own: those of the settings, and the one that the plan is for, where it shows it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.iam.matching import Text
from tfproof.iam.principals import account_of, is_of_the_plan
from tfproof.terraform.toolchain import EMULATED_ACCESS_KEY, EMULATED_ACCOUNT

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource


def own_accounts(resource: Resource, stated: Iterable[str]) -> frozenset[str]:
    """Return the accounts that are known to be one's own: the stated ones, the one that `aws_caller_identity` shows,
    the one in the resource's ARN, and the one that stands for it in a plan that was made with nobody's credentials."""
    callers = resource.plan.remembered("callers", partial(_callers, resource.plan))
    names = [caller.get("account_id") for caller in callers]
    if "arn" in resource.values:
        names.append(resource.get("arn"))
    found = {account_of(name) for name in names if isinstance(name, str)}
    if resource.plan.remembered("is without credentials", partial(_is_without_credentials, resource.plan)):
        found.add(EMULATED_ACCOUNT)
    return frozenset({*stated, *(account for account in found if account)})


def _callers(plan: Plan) -> list[Resource]:
    """Return the data sources that show an account, one for each: every module has its own, and all say the same."""
    every = plan.of("data.aws_caller_identity")
    known = {name: c for c in reversed(every) if isinstance(name := c.values.get("account_id"), str)}
    return list(known.values())


def _is_without_credentials(plan: Plan) -> bool:
    """Whether the plan was made with nobody's credentials. In any other the account of the examples is a stranger's."""
    providers = plan.raw.get("configuration", {}).get("provider_config", {}).values()
    keys = [provider.get("expressions", {}).get("access_key", {}) for provider in providers]
    return any(key.get("constant_value") == EMULATED_ACCESS_KEY for key in keys)


def is_own(name: Text, own: frozenset[str], *, all_stated: bool) -> bool | None:
    """Whether a principal belongs to one's own accounts.

    None where its name does not tell the account, or where nobody has stated which accounts there are: then one that the
    plan does not show may still be one's own.
    """
    if is_of_the_plan(name):
        return True
    account = account_of(name)
    if account is None:
        return None
    if account in own:
        return True
    return False if all_stated else None
