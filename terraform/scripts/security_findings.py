#!/usr/bin/env python3
"""Reports the open findings of Security Hub by severity and by service, as a page.

    python3 terraform/scripts/security_findings.py [--region us-east-1] > findings.md

Credentials come from the environment, as for the AWS command line. Exit code 0: none is critical or high; 1: one is.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3

SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL")


def open_findings(client: Any) -> Iterator[dict[str, Any]]:
    """Yield the findings that are active and that nobody has resolved or suppressed."""
    for page in client.get_paginator("get_findings").paginate():
        for finding in page["Findings"]:
            status = finding.get("Workflow", {}).get("Status", "NEW")
            if finding.get("RecordState", "ACTIVE") == "ACTIVE" and status in ("NEW", "NOTIFIED"):
                yield finding


def service_of(finding: dict[str, Any]) -> str:
    """Return the service that a finding is about: of the type of its first resource, such as AwsS3Bucket."""
    resources = finding.get("Resources") or [{}]
    return str(resources[0].get("Type", "Other")).removeprefix("Aws")


def severity_of(finding: dict[str, Any]) -> str:
    return str(finding.get("Severity", {}).get("Label", "INFORMATIONAL"))


def page(findings: Iterable[dict[str, Any]], account: str, region: str, when: datetime) -> str:
    """Return the report: a table of services and severities, the worst first."""
    counts = Counter((service_of(one), severity_of(one)) for one in findings)
    services = sorted(
        {service for service, _ in counts}, key=lambda name: [*(-counts[name, s] for s in SEVERITIES), name]
    )
    totals = [sum(counts[service, severity] for service in services) for severity in SEVERITIES]
    lines = [
        f"# Open findings, {account}, {region}, {when:%Y-%m-%d}",
        "",
        "| service | " + " | ".join(s.lower() for s in SEVERITIES) + " |",
        "|---|" + "---|" * len(SEVERITIES),
        *(
            f"| {service} | " + " | ".join(str(counts[service, severity]) for severity in SEVERITIES) + " |"
            for service in services
        ),
        "| all | " + " | ".join(map(str, totals)) + " |",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", default="us-east-1")
    given = parser.parse_args()
    account = boto3.client("sts", region_name=given.region).get_caller_identity()["Account"]
    findings = list(open_findings(boto3.client("securityhub", region_name=given.region)))
    sys.stdout.write(page(findings, account, given.region, datetime.now(UTC)))
    return 1 if any(severity_of(one) in SEVERITIES[:2] for one in findings) else 0


if __name__ == "__main__":
    sys.exit(main())
