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
