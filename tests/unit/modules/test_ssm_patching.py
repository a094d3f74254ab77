"""What the module `ssm-patching` promises."""

import json

import pytest
from each_value import each_value

from tfproof.iam.written import policy_statements, statements_of_document

PATCH = "AWS-RunPatchBaseline"


def command(plan):
    (task,) = plan.of("aws_ssm_maintenance_window_task")
    return task["task_invocation_parameters"][0]["run_command_parameters"][0]


def associations(plan):
    return {a["association_name"]: a for a in plan.of("aws_ssm_association")}


def preferences(plan):
    """How sessions are recorded and when they end."""
    document = next(d for d in plan.of("aws_ssm_document") if d["document_type"] == "Session")
    return json.loads(document["content"])["inputs"]


def rights(plan):
    return {s["Sid"]: s for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")}


def rights_of_instances(plan):
    (document,) = [
        d for a, d in plan.resources_by_address.items() if a.endswith("data.aws_iam_policy_document.instance")
    ]
    return {s["Sid"]: s for s in statements_of_document(document)}


@pytest.mark.plan("ssm-patching", example="minimal")
def test_a_patch_group_has_a_baseline_of_its_own(plan):
    (group,) = plan.of("aws_ssm_patch_group")
    assert group["patch_group"] == "shop-staging"
    assert group.refers_to("baseline_id", "aws_ssm_patch_baseline") == [plan.one("aws_ssm_patch_baseline")]


@pytest.mark.plan("ssm-patching", example="minimal")
def test_the_baseline_is_for_amazon_linux_2023(plan):
    assert plan.one("aws_ssm_patch_baseline")["operating_system"] == "AMAZON_LINUX_2023"


@pytest.mark.plan("ssm-patching", example="minimal")
def test_security_patches_that_matter_are_installed_after_a_week(plan):
    rules = plan.one("aws_ssm_patch_baseline")["approval_rule"]
    (rule,) = [r for r in rules if r["compliance_level"] == "CRITICAL"]
    assert {f["key"]: f["values"] for f in rule["patch_filter"]} == {
        "CLASSIFICATION": ["Security"],
        "SEVERITY": ["Critical", "Important"],
    }
    assert rule["approve_after_days"] == 7


@pytest.mark.plan("ssm-patching", example="minimal", rejected_patches=["kernel"])
def test_a_rejected_patch_is_not_installed_as_a_dependency_either(plan):
    assert plan.one("aws_ssm_patch_baseline")["rejected_patches_action"] == "BLOCK"


@pytest.mark.plan("ssm-patching", example="minimal")
def test_a_window_is_open_for_two_hours(plan):
    window = plan.one("aws_ssm_maintenance_window")
    assert (window["schedule"], window["duration"], window["schedule_timezone"]) == ("cron(0 2 ? * TUE *)", 2, "UTC")


@pytest.mark.plan("ssm-patching", example="minimal")
def test_nothing_begins_in_the_last_hour_of_a_window(plan):
    assert plan.one("aws_ssm_maintenance_window")["cutoff"] == 1


@pytest.mark.plan("ssm-patching", example="grown")
def test_every_second_week_is_two_windows(plan):
    assert {w["schedule"] for w in plan.of("aws_ssm_maintenance_window")} == {
        "cron(0 2 ? * SUN#1 *)",
        "cron(0 2 ? * SUN#3 *)",
    }


@pytest.mark.plan("ssm-patching", example="minimal")
def test_a_window_installs_and_restarts(plan):
    assert {p["name"]: p["values"] for p in command(plan)["parameter"]} == {
        "Operation": ["Install"],
        "RebootOption": ["RebootIfNeeded"],
    }


@pytest.mark.plan("ssm-patching", example="minimal", windows={"a": {"schedule": "rate(7 days)", "reboot": False}})
def test_a_window_can_leave_instances_running(plan):
    assert {p["name"]: p["values"] for p in command(plan)["parameter"]}["RebootOption"] == ["NoReboot"]


@pytest.mark.plan("ssm-patching", example="minimal")
def test_a_window_patches_half_of_the_instances_at_a_time(plan):
    (task,) = plan.of("aws_ssm_maintenance_window_task")
    assert (task["task_arn"], task["max_concurrency"], task["max_errors"]) == (PATCH, "50%", "10%")


@pytest.mark.plan("ssm-patching", example="minimal")
def test_the_output_of_patches_is_kept(plan):
    assert command(plan)["cloudwatch_config"] == [
        {"cloudwatch_log_group_name": "/aws/ssm/shop-staging/patching", "cloudwatch_output_enabled": True}
    ]


@pytest.mark.plan("ssm-patching", example="grown")
def test_whatever_runs_runs_on_instances_of_the_patch_groups(plan):
    targets = [t for r in plan.of("aws_ssm_association", "aws_ssm_maintenance_window_target") for t in r["targets"]]
    assert targets
    assert {(t["key"], *t["values"]) for t in targets} == {("tag:PatchGroup", "shop-batch", "shop-production")}


@pytest.mark.plan("ssm-patching", example="minimal")
def test_what_is_missing_is_reported_daily(plan):
    scan = associations(plan)["shop-staging-scan"]
    assert (scan["name"], scan["parameters"], scan["schedule_expression"]) == (
        PATCH,
        {"Operation": "Scan"},
        "rate(1 day)",
    )


@pytest.mark.plan("ssm-patching", example="minimal", scan_schedule=None)
def test_reports_can_be_left_out(plan):
    assert associations(plan) == {}


@pytest.mark.plan("ssm-patching", example="minimal", windows={}, install_schedule="rate(1 day)")
def test_instances_can_be_patched_at_any_time(plan):
    install = associations(plan)["shop-staging-install"]
    assert (install["parameters"], install["schedule_expression"]) == ({"Operation": "Install"}, "rate(1 day)")


@pytest.mark.plan("ssm-patching", example="grown")
def test_tasks_of_every_day_are_documents(plan):
    told = {d["name"]: (d["document_type"], d["document_format"]) for d in plan.of("aws_ssm_document")}
    assert told == {
        "shop-production-clean-up": ("Command", "YAML"),
        "shop-production-restart-web": ("Automation", "YAML"),
        "shop-production-session": ("Session", "JSON"),
    }


@pytest.mark.plan("ssm-patching", example="grown")
def test_an_association_runs_a_document_of_ones_own_or_of_aws(plan):
    assert {n: a["name"] for n, a in associations(plan).items()} == {
        "shop-production-agent": "AWS-UpdateSSMAgent",
        "shop-production-clean-up": "shop-production-clean-up",
        "shop-production-scan": PATCH,
    }


@pytest.mark.plan("ssm-patching", example="typical")
def test_sessions_are_recorded_while_they_last(plan):
    told = preferences(plan)
    assert told["cloudWatchLogGroupName"] == "/aws/ssm/shop-production/sessions"
    assert (told["cloudWatchStreamingEnabled"], told["cloudWatchEncryptionEnabled"]) == (True, True)


@pytest.mark.plan("ssm-patching", example="minimal", sessions={})
def test_records_need_no_key_of_ones_own(plan):
    assert preferences(plan)["cloudWatchEncryptionEnabled"] is False


@pytest.mark.plan("ssm-patching", example="minimal", sessions={})
def test_preferences_are_those_of_every_session(plan):
    assert plan.one("aws_ssm_document")["name"] == "SSM-SessionManagerRunShell"


@pytest.mark.plan("ssm-patching", example="minimal", sessions={})
def test_a_session_ends(plan):
    assert (preferences(plan)["idleSessionTimeout"], preferences(plan)["maxSessionDuration"]) == ("20", "480")


@pytest.mark.plan("ssm-patching", example="typical")
def test_sessions_are_encrypted_with_a_key_of_ones_own(plan):
    assert preferences(plan)["kmsKeyId"].endswith("key/1234abcd-12ab-34cd-56ef-1234567890ab")


@pytest.mark.plan("ssm-patching", example="minimal", sessions={"user": "operator"})
def test_a_session_can_run_as_another_user(plan):
    assert (preferences(plan)["runAsEnabled"], preferences(plan)["runAsDefaultUser"]) == (True, "operator")


@pytest.mark.plan("ssm-patching", example="minimal")
def test_the_preferences_of_the_account_are_left_alone_unless_told(plan):
    assert "aws_ssm_document" not in {r.type for r in plan.managed}


@pytest.mark.plan("ssm-patching", example="typical")
def test_logs_are_encrypted_and_kept_for_a_year(plan):
    told = {g["name"]: (g["retention_in_days"], g["kms_key_id"]) for g in plan.of("aws_cloudwatch_log_group")}
    key = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    assert told == dict.fromkeys(["/aws/ssm/shop-production/patching", "/aws/ssm/shop-production/sessions"], (365, key))


@pytest.mark.plan("ssm-patching", example="minimal")
def test_a_window_sends_patches_alone(plan):
    assert rights(plan)["SendPatches"]["Resource"] == ["arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline"]


@pytest.mark.plan("ssm-patching", example="minimal")
def test_a_window_sends_to_instances_of_its_groups(plan):
    told = rights(plan)["ToInstances"]
    assert told["Resource"] == ["arn:aws:ec2:us-east-1:123456789012:instance/*"]
    assert told["Condition"] == {"StringEquals": {"ssm:resourceTag/PatchGroup": ["shop-staging"]}}


@pytest.mark.plan("ssm-patching", example="typical")
def test_an_instance_writes_its_logs_and_reads_its_sessions(plan):
    told = rights_of_instances(plan)
    assert len(told["WriteLogs"]["Resource"]) == 2
    assert told["ReadSessions"]["Action"] == ["kms:Decrypt"]


@pytest.mark.parametrize(
    (),
    each_value("ssm-patching", pytest.mark.refused, "patch_groups", [], list("abcdef"), match="1 to 5 patch_groups"),
)
def test_more_groups_than_an_association_names_are_refused(refusal):
    assert refusal.variable == "patch_groups"
