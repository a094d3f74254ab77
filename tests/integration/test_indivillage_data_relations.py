"""Relations between IndiVillage's stores and what leads to them, which only an apply can show, asked of the emulator's API."""

import json

import pytest

pytestmark = pytest.mark.applied("indivillage")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-DB-023")
def test_writer_and_reader_are_published_apart(applied, client, environment):
    address = applied.one("aws_db_instance")["address"]
    assert applied.of("aws_ssm_parameter")
    for kind in ("writer", "reader"):
        name = f"/indivillage-{environment}/database/{kind}-endpoint"
        # Without a read replica both lead to the database itself.
        assert client("ssm").get_parameter(Name=name)["Parameter"]["Value"] == address


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-SCR-010")
def test_the_secret_of_the_master_holds_a_name_and_a_password(applied, client, environment):
    found = client("secretsmanager").get_secret_value(SecretId=f"/{environment}/database/credentials")
    held = json.loads(found["SecretString"])
    assert held["username"] == applied.one("aws_db_instance")["username"]
    assert len(held["password"]) == 32


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-STO-019")
def test_every_zone_reaches_the_shared_files_in_the_data_tier(applied, client):
    system = applied.one("aws_efs_file_system")["id"]
    found = client("efs").describe_mount_targets(FileSystemId=system)["MountTargets"]
    subnets = {s["id"]: s for s in applied.of("aws_subnet")}
    assert applied.of("aws_efs_mount_target")
    assert {subnets[t["SubnetId"]]["availability_zone"] for t in found} == {
        s["availability_zone"] for s in subnets.values()
    }


@pytest.mark.emulator("accepts")
@pytest.mark.requirement("IV-SCR-013")
def test_changes_of_settings_and_secrets_are_written_into_a_log_group(applied, client, environment):
    group = next(g["arn"] for g in applied.of("aws_cloudwatch_log_group") if g["name"].startswith("/aws/events/"))
    for change in ("parameter-changed", "secret-changed"):
        rule = f"indivillage-{environment}-{change}"
        targets = client("events").list_targets_by_rule(Rule=rule)["Targets"]
        assert [t["Arn"] for t in targets] == [group]
    assert applied.of("aws_cloudwatch_event_rule")
    assert applied.of("aws_cloudwatch_event_target")


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-SCR-005")
def test_the_secret_of_the_master_names_who_reads_it(applied, client, environment):
    policy = client("secretsmanager").get_resource_policy(SecretId=f"/{environment}/database/credentials")[
        "ResourcePolicy"
    ]
    denied = next(s for s in json.loads(policy)["Statement"] if s["Effect"] == "Deny")
    readers = denied["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]
    assert applied.resource("module.rotation.aws_iam_role.this")["arn"] in readers
    assert applied.of("aws_secretsmanager_secret_policy")
    assert not [r for r in readers if "-task-" in r or "execution" in r]
