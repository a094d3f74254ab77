"""What the module `efs` promises."""

import pytest
from each_value import each_value

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"


def files(plan):
    return plan.one("aws_efs_file_system")


def statements(plan):
    """The statements of the policy by their names."""
    return {s["Sid"]: s for s in policy_statements(plan.one("aws_efs_file_system_policy"), "policy")}


def point(plan, key):
    return next(p for p in plan.of("aws_efs_access_point") if p["tags"]["Name"] == f"shop-shared-{key}")


@pytest.mark.plan("efs", example="minimal")
def test_data_is_encrypted(plan):
    assert files(plan)["encrypted"] is True


@pytest.mark.plan("efs", example="minimal", kms_key_arn=KEY)
def test_data_is_encrypted_with_a_key_of_ones_own(plan):
    assert files(plan)["kms_key_id"] == KEY


@pytest.mark.plan("efs", example="minimal")
def test_the_performance_is_for_general_purposes(plan):
    assert files(plan)["performance_mode"] == "generalPurpose"


@pytest.mark.plan("efs", example="minimal", performance_mode="maxIO")
def test_the_performance_can_be_for_many_operations(plan):
    assert files(plan)["performance_mode"] == "maxIO"


@pytest.mark.plan("efs", example="minimal")
def test_the_throughput_bursts(plan):
    assert files(plan)["throughput_mode"] == "bursting"


@pytest.mark.plan("efs", example="minimal", throughput_mode="provisioned", provisioned_throughput_mibps=10)
def test_the_throughput_can_be_fixed(plan):
    assert (files(plan)["throughput_mode"], files(plan)["provisioned_throughput_in_mibps"]) == ("provisioned", 10)


@pytest.mark.refused("efs", example="minimal", performance_mode="maxIO", throughput_mode="elastic", match="Elastic")
def test_elastic_throughput_without_general_purposes_is_refused(refusal):
    assert refusal.variable == "throughput_mode"


@pytest.mark.plan("efs", example="grown")
def test_each_zone_has_a_mount_target(plan):
    assert {m["subnet_id"] for m in plan.of("aws_efs_mount_target")} == {
        "subnet-0a1b2c3d4e5f60718",
        "subnet-1b2c3d4e5f6071829",
        "subnet-2c3d4e5f607182930",
    }


@pytest.mark.plan("efs", example="minimal")
def test_a_mount_target_is_behind_the_security_groups(plan):
    assert {tuple(m["security_groups"]) for m in plan.of("aws_efs_mount_target")} == {("sg-0a1b2c3d4e5f60718",)}


@pytest.mark.plan("efs", example="minimal")
def test_nobody_reaches_the_files_without_tls(plan):
    denied = statements(plan)["DenyPlainTransport"]
    assert (denied["Effect"], denied["Action"], denied["Principal"]) == (
        "Deny",
        ["elasticfilesystem:*"],
        {"AWS": ["*"]},
    )
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}


@pytest.mark.plan("efs", example="minimal")
def test_nobody_mounts_the_file_system_unless_told(plan):
    assert [s for s in statements(plan).values() if s["Effect"] == "Allow"] == []


@pytest.mark.plan("efs", example="grown")
def test_a_client_writes(plan):
    assert statements(plan)["MountWorker"]["Action"] == [
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientWrite",
    ]


@pytest.mark.plan("efs", example="grown")
def test_a_client_can_be_one_that_only_reads(plan):
    assert statements(plan)["MountApp"]["Action"] == ["elasticfilesystem:ClientMount"]


@pytest.mark.plan("efs", example="grown")
def test_a_client_is_the_role_that_is_named(plan):
    assert statements(plan)["MountApp"]["Principal"] == {"AWS": ["arn:aws:iam::123456789012:role/shop-app"]}


@pytest.mark.plan("efs", example="grown")
def test_a_client_comes_through_its_access_points(plan):
    conditions = {name: s["Condition"] for name, s in statements(plan).items() if s["Effect"] == "Allow"}
    assert {name: len(c["StringEquals"]["elasticfilesystem:AccessPointArn"]) for name, c in conditions.items()} == {
        "MountApp": 1,
        "MountWorker": 2,
    }
    assert {c["Bool"]["elasticfilesystem:AccessedViaMountTarget"][0] for c in conditions.values()} == {"true"}


@pytest.mark.plan("efs", example="grown")
def test_access_points_lead_to_folders_of_their_own(plan):
    assert point(plan, "config")["root_directory"][0]["path"] == "/shared/config"
    assert point(plan, "processing")["root_directory"][0]["path"] == "/processing"


@pytest.mark.plan("efs", example="grown")
def test_whoever_comes_through_is_the_owner_of_the_folder(plan):
    (user,), (root,) = point(plan, "processing")["posix_user"], point(plan, "processing")["root_directory"]
    (owner,) = root["creation_info"]
    assert (user["uid"], user["gid"], owner["owner_uid"], owner["owner_gid"]) == (1001, 1001, 1001, 1001)


@pytest.mark.plan("efs", example="grown")
def test_others_see_nothing_of_a_folder_unless_told(plan):
    permissions = {
        k: point(plan, k)["root_directory"][0]["creation_info"][0]["permissions"] for k in ("config", "processing")
    }
    assert permissions == {"config": "0755", "processing": "0750"}


@pytest.mark.plan("efs", example="minimal")
def test_backups_are_made(plan):
    assert plan.one("aws_efs_backup_policy")["backup_policy"][0]["status"] == "ENABLED"


@pytest.mark.plan("efs", example="minimal", automatic_backups_enabled=False)
def test_backups_can_be_left_to_a_plan_of_ones_own(plan):
    assert plan.one("aws_efs_backup_policy")["backup_policy"][0]["status"] == "DISABLED"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(d, s, marks=pytest.mark.plan("efs", example="minimal", infrequent_access_after_days=d))
        for d, s in ((1, "AFTER_1_DAY"), (30, "AFTER_30_DAYS"))
    ],
)
def test_files_that_nobody_reads_get_cheaper_and_come_back(plan, days, said):
    told = files(plan)["lifecycle_policy"]
    assert told[0]["transition_to_ia"] == said, days
    assert told[1]["transition_to_primary_storage_class"] == "AFTER_1_ACCESS"


@pytest.mark.plan("efs", example="minimal", infrequent_access_after_days=None)
def test_files_can_stay_where_they_are(plan):
    assert files(plan)["lifecycle_policy"] == []


@pytest.mark.parametrize(
    (), each_value("efs", pytest.mark.refused, "access_points", {"a": {"path": "/a;b"}}, match="one to four folders")
)
def test_a_path_that_efs_refuses_is_refused(refusal):
    assert refusal.variable == "access_points"
