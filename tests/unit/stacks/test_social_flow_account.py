"""Social Flow: the audit trail and the scanners of the account."""

import pytest


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-013")
def test_a_switched_on_trail_records_all_regions(plan):
    trail = plan.one("aws_cloudtrail")
    assert (trail["enable_logging"], trail["is_multi_region_trail"]) == (True, True)


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-013")
def test_the_trail_is_kept_in_a_bucket_of_its_own(plan):
    (bucket,) = plan.one("aws_cloudtrail").refers_to("s3_bucket_name", "aws_s3_bucket")
    assert bucket["bucket"].endswith("-trail-123456789012")


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-014")
def test_the_application_image_is_scanned_when_it_is_pushed(plan):
    repository = plan.one("aws_ecr_repository")
    assert repository["image_scanning_configuration.0.scan_on_push"] is True


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SEC-014")
def test_inspector_scans_images_and_workloads(plan):
    assert {"ECR", "EC2"} <= set(plan.one("aws_inspector2_enabler")["resource_types"])


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-SCR-008")
def test_every_read_of_a_secret_is_in_the_trail(plan):
    trail = plan.one("aws_cloudtrail")
    assert trail["event_selector.0.include_management_events"] is True
    assert trail["event_selector.0.read_write_type"] == "All"
    assert trail.get("event_selector.0.exclude_management_event_sources", []) == []


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
