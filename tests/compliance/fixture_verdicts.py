"""The fixtures of the checks, and how they are judged: strictly, for production, with the account in scope."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from tfproof.checks import judge, registry, settings_from
from tfproof.checks.arguments.examples import written
from tfproof.checks.arguments.tables import rows
from tfproof.files import write_whole
from tfproof.testing import KINDS, fixture_cases

if TYPE_CHECKING:
    from tfproof import Plan
    from tfproof.checks import Judgement
    from tfproof.testing import FixtureCase

FIXTURES = Path(__file__).parents[2] / "src" / "tfproof" / "checks" / "examples"
#: The examples of the tables' checks as files; written by every process that collects, each time the same.
EXAMPLES = Path(__file__).parents[2] / "build" / "examples-of-checks"


def _examples() -> list[FixtureCase]:
    """Return a case for each table's check and kind of which nobody wrote a fixture."""
    for check_id in rows():
        for kind in KINDS:
            file = EXAMPLES / check_id / f"{kind}.tf"
            text = "" if (FIXTURES / check_id / f"{kind}.tf").is_file() else written(check_id, kind)
            if text:
                write_whole(file, text.encode())
            else:
                file.unlink(missing_ok=True)
    return [case for case in fixture_cases(EXAMPLES) if case.check in rows()]


CASES = [*fixture_cases(FIXTURES), *_examples()]
#: Set by 'tox -e deep': everything is tried on every case.
DEEP = bool(os.environ.get("TFPROOF_DEEP"))


def _sampled(case: FixtureCase) -> bool:
    """Whether a check is among the half of those with fixtures, or the twelfth of the tables', that is always tried."""
    share = 12 if case.check in rows() else 2
    return DEEP or zlib.crc32(case.check.encode()) % share == 0


#: The cases of suites that try each one hundreds of times.
SAMPLE = [case for case in CASES if _sampled(case)]
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
