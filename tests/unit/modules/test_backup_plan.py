"""What the module `backup-plan` promises."""

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
ROLE = "arn:aws:iam::123456789012:role/shop-backup"
DAILY = {"schedule": "cron(0 5 * * ? *)", "delete_after_days": 30}


def rules(plan):
    """The rules of the plan by name."""
    return {r["rule_name"]: r for r in plan.one("aws_backup_plan")["rule"]}


@pytest.mark.plan("backup-plan", example="minimal")
def test_the_vault_is_encrypted_with_the_key_given(plan):
    assert plan.one("aws_backup_vault")["kms_key_arn"] == KEY


@pytest.mark.plan("backup-plan", example="minimal")
def test_backups_are_daily_and_kept_as_long_as_told(plan):
    rule = rules(plan)["daily"]
    assert rule["schedule"] == "cron(0 5 * * ? *)"
    assert rule["lifecycle"][0]["delete_after"] == 30
    assert rule["target_vault_name"] == "shop"


@pytest.mark.plan("backup-plan", example="minimal")
def test_resources_are_selected_by_tag(plan):
    selection = plan.one("aws_backup_selection")
    assert selection["iam_role_arn"] == ROLE
    assert selection["selection_tag"] == [{"key": "Backup", "type": "STRINGEQUALS", "value": "daily"}]


@pytest.mark.plan("backup-plan", example="grown")
def test_resources_can_be_listed(plan):
    selection = plan.resource('module.backup_plan.aws_backup_selection.this["listed"]')
    assert selection["resources"] == ["arn:aws:rds:us-east-1:123456789012:db:shop"]


@pytest.mark.plan("backup-plan", example="minimal")
def test_nobody_deletes_recovery_points_before_their_time(plan):
    [statement] = policy_statements(plan.one("aws_backup_vault_policy"), "policy")
    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == {"AWS": ["*"]}
    assert "backup:DeleteRecoveryPoint" in statement["Action"]


@pytest.mark.plan("backup-plan", example="minimal", protect_recovery_points=False)
def test_an_unprotected_vault_must_be_asked_for(plan):
    assert not plan.of("aws_backup_vault_policy")


@pytest.mark.plan("backup-plan", example="typical")
def test_a_copy_goes_to_another_region(plan):
    [copy] = rules(plan)["daily"]["copy_action"]
    assert copy["destination_vault_arn"] == "arn:aws:backup:us-west-2:123456789012:backup-vault:shop"
    assert copy["lifecycle"][0]["delete_after"] == 30


@pytest.mark.plan("backup-plan", example="minimal")
def test_nothing_is_copied_unless_told(plan):
    assert rules(plan)["daily"]["copy_action"] == []


@pytest.mark.plan("backup-plan", example="grown")
def test_retention_varies_by_rule(plan):
    kept = {name: rule["lifecycle"][0]["delete_after"] for name, rule in rules(plan).items()}
    assert kept == {"archive": 365, "daily": 30, "hourly": 7}


@pytest.mark.plan("backup-plan", example="grown")
def test_a_rule_can_be_continuous_or_cold(plan):
    assert rules(plan)["hourly"]["enable_continuous_backup"] is True
    assert rules(plan)["archive"]["lifecycle"][0]["cold_storage_after"] == 30


@pytest.mark.plan("backup-plan", example="minimal", rules={}, selections={})
def test_a_receiver_of_copies_is_a_vault_alone(plan):
    assert plan.one("aws_backup_vault")["name"] == "shop"
    assert not plan.of("aws_backup_plan", "aws_backup_selection")


@pytest.mark.plan("backup-plan", example="typical")
def test_failures_are_told_to_a_topic(plan):
    notifications = plan.one("aws_backup_vault_notifications")
    assert notifications["sns_topic_arn"] == "arn:aws:sns:us-east-1:123456789012:shop-critical"
    assert set(notifications["backup_vault_events"]) == {
        "BACKUP_JOB_EXPIRED",
        "BACKUP_JOB_FAILED",
        "COPY_JOB_FAILED",
        "RESTORE_JOB_FAILED",
    }


@pytest.mark.plan("backup-plan", example="typical")
def test_restoring_is_tested_on_schedule(plan):
    testing = plan.one("aws_backup_restore_testing_plan")
    assert [testing["name"], testing["schedule_expression"]] == ["shop", "cron(0 7 ? * SUN *)"]
    assert testing["recovery_point_selection.0.algorithm"] == "LATEST_WITHIN_WINDOW"


@pytest.mark.plan("backup-plan", example="typical")
def test_the_restored_resources_are_named_by_type(plan):
    selection = plan.one("aws_backup_restore_testing_selection")
    assert [selection["protected_resource_type"], selection["iam_role_arn"]] == ["RDS", ROLE]
    assert selection["name"] == "shop_database"


@pytest.mark.plan("backup-plan", example="minimal")
def test_restoring_is_not_tested_unless_told(plan):
    assert not plan.of("aws_backup_restore_testing_plan", "aws_backup_restore_testing_selection")


@pytest.mark.plan("backup-plan", example="typical")
def test_a_lock_bounds_the_retention(plan):
    assert plan.one("aws_backup_vault_lock_configuration")["min_retention_days"] == 7


@pytest.mark.plan("backup-plan", example="minimal")
def test_there_is_no_lock_unless_told(plan):
    assert not plan.of("aws_backup_vault_lock_configuration")


@pytest.mark.refused(
    "backup-plan",
    example="minimal",
    rules={"daily": {**DAILY, "schedule": "daily"}},
    match=r"must be a cron\(\) expression",
)
def test_a_schedule_that_is_none_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused(
    "backup-plan", example="minimal", rules={"daily": {**DAILY, "delete_after_days": 0}}, match="1 or more"
)
def test_backups_without_retention_are_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused(
    "backup-plan",
    example="minimal",
    rules={"daily": {**DAILY, "continuous": True, "delete_after_days": 36}},
    match="35 or less",
)
def test_a_continuous_backup_kept_too_long_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused(
    "backup-plan",
    example="minimal",
    rules={"daily": {**DAILY, "cold_storage_after_days": 1}},
    match="at least 90 days",
)
def test_a_stay_in_cold_storage_too_short_is_refused(refusal):
    assert refusal.variable == "rules"


@pytest.mark.refused("backup-plan", example="minimal", rules={}, match="at least one of rules")
def test_a_selection_that_nothing_backs_up_is_refused(refusal):
    assert refusal.variable == "selections"


@pytest.mark.refused(
    "backup-plan", example="minimal", selections={"none": {"role_arn": ROLE}}, match="resource_arns or tags"
)
def test_a_selection_of_nothing_is_refused(refusal):
    assert refusal.variable == "selections"


@pytest.mark.refused(
    "backup-plan",
    example="minimal",
    lock={"min_retention_days": 1, "changeable_for_days": 1},
    match="3 or more",
)
def test_a_lock_without_time_to_think_is_refused(refusal):
    assert refusal.variable == "lock"


def restoring(**selection):
    """Restore tests of one selection."""
    return {"schedule": "rate(7 days)", "selections": {"copy": {"role_arn": ROLE, **selection}}}


@pytest.mark.plan("backup-plan", example="typical")
def test_a_restored_database_lies_where_it_is_told(plan):
    selection = plan.one("aws_backup_restore_testing_selection")
    assert selection["restore_metadata_overrides"] == {
        "dbSubnetGroupName": "shop",
        "vpcSecurityGroupIds": '["sg-0a1b2c3d4e5f60718"]',
    }


@pytest.mark.plan(
    "backup-plan",
    example="minimal",
    restore_testing=restoring(resource_type="Aurora", metadata={"DBSubnetGroupName": "shop"}),
)
def test_the_case_of_a_key_does_not_matter(plan):
    assert plan.one("aws_backup_restore_testing_selection")["protected_resource_type"] == "Aurora"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=kind,
            marks=pytest.mark.refused(
                "backup-plan",
                example="minimal",
                restore_testing=restoring(resource_type=kind, metadata={"port": "5432"}),
                match="must name dbSubnetGroupName",
            ),
        )
        for kind in ("Aurora", "RDS")
    ],
)
def test_a_database_restored_into_the_default_vpc_is_refused(refusal):
    assert refusal.variable == "restore_testing"
