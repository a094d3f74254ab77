"""A small run with one of everything, to be written down."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tfproof.assessment.controls import Judged, assess
from tfproof.assessment.ladder import LadderRow
from tfproof.assessment.scanner import Opinion, ScannerReport
from tfproof.assessment.witnesses import Disagreement
from tfproof.checks import Judgement, registry
from tfproof.evidence import Evidence, Gap, document
from tfproof.findings import Bound, Cause, Exempted, Finding, Layer, Measure, Read, SourceLine, Verdict
from tfproof.frameworks import load
from tfproof.project.applicability import Exclusion
from tfproof.project.exemptions import Exemption
from tfproof.project.waivers import Waiver

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CANARY = 'canary-7f3e<&"9-hunter2'
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' \x1b"
DATABASE = 'module.database.aws_db_instance.this["main"]'


def findings() -> tuple[Finding, ...]:
    """One finding of each verdict and cause, one waived, one hostile."""
    source = SourceLine("terraform/modules/rds postgres/main.tf", 13)
    failing = Finding(
        "encryption.rds-at-rest",
        DATABASE,
        "aws_db_instance",
        Verdict.FAIL,
        "storage_encrypted is not true",
        reads=(Read(DATABASE, "storage_encrypted", False), Read(DATABASE, "password", None, "sensitive")),
        source=source,
        environment="production",
        system="shop",
    )
    hostile = f'aws_sns_topic.this["{HOSTILE}"]'
    return (
        failing,
        replace(failing, address="aws_db_instance.old", source=None),
        replace(failing, check="network.db-not-public", verdict=Verdict.PASS, message="publicly_accessible is false"),
        replace(
            failing,
            check="tagging.required-tags",
            address=hostile,
            message=HOSTILE,
            reads=(Read(hostile, "tags_all", {"Owner": HOSTILE}),),
        ),
        replace(
            failing,
            check="logging.log-retention",
            address="aws_cloudwatch_log_group.this",
            verdict=Verdict.UNKNOWN,
            cause=Cause.UNTIL_APPLY,
            message="known only after an apply",
        ),
        replace(
            failing, check="secrets.rotation", verdict=Verdict.UNKNOWN, cause=Cause.CHECK_ERROR, message="KeyError: x"
        ),
        replace(
            failing,
            check="encryption.cdn-tls",
            address="plan",
            verdict=Verdict.EMPTY,
            message="none",
            reads=(),
            source=None,
        ),
        replace(
            failing,
            check="resilience.rds-backup-retention",
            message="backup_retention_period is 1 days",
            measures=(Measure("days", 1, 7, Bound.AT_LEAST),),
            measured=True,
        ),
        replace(
            failing,
            check="resilience.rds-multi-az",
            verdict=Verdict.EXEMPT,
            message="multi_az is not true",
            exemption=Exempted("platform team", "one zone will do", date(2027, 1, 1), Verdict.FAIL),
        ),
    )


def evidence(**change: Any) -> Evidence:
    """A run that has something in every part of the report."""
    waiver = Waiver(
        "W-1", "encryption.rds-at-rest", ("aws_db_instance.old",), ("production",), "platform team", "security officer",
        "it is going away", "synthetic data", date(2027, 1, 1), expired=False,
    )  # fmt: skip
    excluded = Exclusion("gdpr", "46", "one country", "owner", "approver", date(2027, 1, 1), overdue=False)
    exemption = Exemption(
        "resilience.rds-multi-az", ("production",), "platform team", "security officer", "one zone will do",
        date(2027, 1, 1), overdue=False,
    )  # fmt: skip
    judged = Judged(
        "shop",
        "production",
        Layer.PLAN,
        "shop-production",
        Judgement(findings(), {"aws_route": {"exposure": 3}}, 12),
        "terraform/shop",
    )
    values = {
        "assessment": assess(
            [judged],
            [f for f in load(known_checks=registry()) if f.id in ("gdpr", "iso27001")],
            [waiver], [excluded], [exemption],
        ),
        "checks": registry(),
        "started": NOW,
        "finished": NOW,
        "read": ["the design, from production.tfvars; no AWS account was read"],
        "not_read": ["staging was not planned"],
        "tools": {"terraform": "1.11.4"},
        "commit": "4f5e0d2a9b1c",
        "dirty": False,
        "settings": {"allowed_regions": ["eu-west-1"]},
        "plans": {"shop-production": {"format_version": "1.2", "planned_values": {}}},
        "emulators": [
            {
                "name": "moto",
                "version": "5.2.5",
                "account_id": "123456789012",
                "fixes": [{"id": "backup: selections are stored", "aws": "assigns resources", "kind": "accepted"}],
            }
        ],
        "scanner": ScannerReport("3.3", (Opinion("shop-production", "CKV_1", "a title", DATABASE, passed=False),)),
        "disagreements": [
            Disagreement(
                "encryption.rds-at-rest", DATABASE, "shop", "production", "plan", Verdict.FAIL, "checkov (CKV_1)",
                Verdict.PASS, "a detail", "a known reason",
            )
        ],
        "trace": [
            {
                "id": "SF-1",
                "system": "shop",
                "area": "data",
                "environments": ["production"],
                "requirement": "The database is encrypted.",
                "evidence": "plan",
                "tests": [{"test": "tests/test_x.py::test_y", "outcome": "passed"}],
                "layers": ["plan"],
                "status": "deviates",
                "missing": "",
                "deviation": {"seed": "version 15", "actual": "version 16", "reason": "no longer offered"},
            }
        ],
        "gaps": [Gap("mutation score", "not part of this run")],
        "ladder": [LadderRow(DATABASE, "multi_az", {"staging": False, "production": True}, holds=True)],
    }  # fmt: skip
    return Evidence(**(values | change))


def sample_document(**change: Any) -> dict[str, Any]:
    """The run as the writers get it."""
    return document(evidence(**change))
