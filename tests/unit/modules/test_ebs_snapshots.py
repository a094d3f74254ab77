"""What the module `ebs-snapshots` promises."""

import pytest

from tfproof.iam.written import policy_statements

COPIES = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
VOLUMES = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"


def details(plan):
    return plan.one("aws_dlm_lifecycle_policy")["policy_details"][0]


def schedule(plan, name="daily"):
    return next(s for s in details(plan)["schedule"] if s["name"] == name)


def rights(plan):
    return {s.get("Sid"): s for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")}


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_snapshots_are_made_daily(plan):
    (rule,) = schedule(plan)["create_rule"]
    assert (rule["interval"], rule["interval_unit"], rule["times"]) == (24, "HOURS", ["03:00"])


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_snapshots_are_deleted_after_14_days(plan):
    (rule,) = schedule(plan)["retain_rule"]
    assert (rule["interval"], rule["interval_unit"]) == (14, "DAYS")


@pytest.mark.plan("ebs-snapshots", example="grown")
def test_a_schedule_can_be_that_of_a_calendar(plan):
    (rule,) = schedule(plan, "weekly")["create_rule"]
    assert (rule["cron_expression"], rule["interval"]) == ("cron(0 4 ? * SUN *)", None)


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_volumes_are_found_by_their_tags(plan):
    assert (details(plan)["resource_types"], details(plan)["target_tags"]) == (["VOLUME"], {"Snapshots": "daily"})


@pytest.mark.plan("ebs-snapshots", example="minimal", resource_type="INSTANCE")
def test_all_volumes_of_an_instance_can_be_kept_at_one_moment(plan):
    assert details(plan)["resource_types"] == ["INSTANCE"]


@pytest.mark.plan("ebs-snapshots", example="typical")
def test_a_snapshot_has_the_tags_of_its_volume_and_its_schedule(plan):
    assert schedule(plan)["copy_tags"] is True
    assert schedule(plan)["tags_to_add"] == {"Component": "operations", "Schedule": "daily"}


@pytest.mark.plan("ebs-snapshots", example="grown")
def test_a_copy_is_encrypted_with_the_key_of_its_region(plan):
    (copy,) = schedule(plan, "weekly")["cross_region_copy_rule"]
    assert (copy["target"], copy["encrypted"], copy["cmk_arn"]) == ("us-west-2", True, COPIES)


@pytest.mark.plan("ebs-snapshots", example="grown")
def test_a_copy_has_an_end_of_its_own(plan):
    (copy,) = schedule(plan, "weekly")["cross_region_copy_rule"]
    assert (copy["retain_rule"][0]["interval"], copy["retain_rule"][0]["interval_unit"]) == (30, "DAYS")


@pytest.mark.plan("ebs-snapshots", example="minimal", schedules={"a": {"copies": {"us-west-2": {}}}})
def test_a_copy_without_a_key_of_ones_own_is_encrypted_as_well(plan):
    (copy,) = schedule(plan, "a")["cross_region_copy_rule"]
    assert copy["encrypted"] is True


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_snapshots_are_made(plan):
    assert plan.one("aws_dlm_lifecycle_policy")["state"] == "ENABLED"


@pytest.mark.plan("ebs-snapshots", example="minimal", enabled=False)
def test_snapshots_can_be_left_out(plan):
    assert plan.one("aws_dlm_lifecycle_policy")["state"] == "DISABLED"


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_the_role_is_for_data_lifecycle_manager(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["dlm.amazonaws.com"]}


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_the_role_deletes_snapshots_and_nothing_else(plan):
    deletes = [s for s in rights(plan).values() if any("Delete" in a for a in s["Action"])]
    assert [s["Resource"] for s in deletes] == [["arn:aws:ec2:*::snapshot/*"]]


def made_of(plan):
    """What the role makes snapshots of, and what that has to carry."""
    return {
        (resource, *s.get("Condition", {}).get("StringEquals", {}))
        for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")
        for resource in s["Resource"]
        if any("CreateSnapshot" in action for action in s["Action"]) and "snapshot/" not in resource
    }


@pytest.mark.plan("ebs-snapshots", example="minimal", target_tags={"Snapshots": "daily", "Tier": "data"})
def test_the_role_makes_snapshots_of_what_carries_one_of_the_tags(plan):
    assert made_of(plan) == {
        ("arn:aws:ec2:*:123456789012:volume/*", "aws:ResourceTag/Snapshots"),
        ("arn:aws:ec2:*:123456789012:volume/*", "aws:ResourceTag/Tier"),
    }


@pytest.mark.plan("ebs-snapshots", example="minimal", resource_type="INSTANCE")
def test_the_role_makes_snapshots_of_the_volumes_of_an_instance(plan):
    assert made_of(plan) == {
        ("arn:aws:ec2:*:123456789012:instance/*", "aws:ResourceTag/Snapshots"),
        ("arn:aws:ec2:*:123456789012:volume/*",),
    }


@pytest.mark.plan("ebs-snapshots", example="minimal")
def test_without_keys_the_role_uses_none(plan):
    assert set(rights(plan)) == {"KeepSnapshots", "Look", None}


@pytest.mark.plan("ebs-snapshots", example="grown")
def test_the_role_uses_the_keys_that_are_named(plan):
    assert {tuple(rights(plan)[s]["Resource"]) for s in ("UseKeys", "GrantToVolumes")} == {(COPIES, VOLUMES)}


@pytest.mark.plan("ebs-snapshots", example="grown")
def test_the_role_grants_to_services_of_aws_alone(plan):
    assert rights(plan)["GrantToVolumes"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": ["true"]}}
