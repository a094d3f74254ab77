"""Social Flow: the audit trail and the scanners of the account."""

import pytest

ONCE_IN_A_REGION = (
    "aws_accessanalyzer_analyzer",
    "aws_config_configuration_recorder",
    "aws_guardduty_detector",
    "aws_securityhub_account",
)


@pytest.mark.plan("social-flow", environments=["production"])
@pytest.mark.parametrize("kind", ONCE_IN_A_REGION)
def test_the_region_of_the_copies_is_watched_like_the_first(plan, kind):
    assert {resource.region for resource in plan.of(kind)} == {"us-east-1", "us-west-2"}


PARTS = ("access_analyzer", "config", "guardduty", "security_hub")


@pytest.mark.plan(
    "social-flow",
    environments=["production"],
    account_baseline=dict.fromkeys([*PARTS, "inspector", "trail"], False),
    account_baseline_replica=dict.fromkeys(PARTS, False),
    cost_anomaly_monitor={"arn": "arn:aws:ce::123456789012:anomalymonitor/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"},
)
def test_what_the_account_has_already_stays_with_its_owner(plan):
    once = (*ONCE_IN_A_REGION, "aws_ce_anomaly_monitor", "aws_cloudtrail", "aws_inspector2_enabler")
    assert plan.of(*once) == []
