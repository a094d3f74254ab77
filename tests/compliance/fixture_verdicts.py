"""The fixtures of the checks, and how they are judged: strictly, for production, with the account in scope."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tfproof.checks import judge, registry, settings_from
from tfproof.testing import fixture_cases

if TYPE_CHECKING:
    from tfproof import Plan
    from tfproof.checks import Judgement

FIXTURES = Path(__file__).parent / "fixtures"
CASES = fixture_cases(FIXTURES)
SETTINGS = settings_from(
    {
        "accounts": ["123456789012"],
        "allowed_regions": ["us-east-1", "eu-west-1"],
        "cdn_price_classes": ["PriceClass_100"],
        "data_class_tag": "DataClass",
        "required_tags": ["Project", "Environment", "ManagedBy"],
    },
    "settings of the fixtures",
    registry(),
)
ACCOUNT = frozenset({"account"})


def judged(plan: Plan, check_id: str, **arguments: object) -> Judgement:
    """Judge a plan by one check."""
    return judge(plan, [registry()[check_id]], SETTINGS, **{"scopes": ACCOUNT, **arguments})  # type: ignore[arg-type]
