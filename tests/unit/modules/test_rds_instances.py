"""What every module of instances promises: `rds-mysql` and `rds-postgres` differ in their engine only."""

from pathlib import Path

import pytest
from expressions import told

from tfproof import UNKNOWN
from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

MODULES = ("rds-mysql", "rds-postgres")
KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
PRIMARY = "arn:aws:rds:us-east-1:123456789012:db:shop"
UNMANAGED = {"manage_master_user_password": False, "master_password": "given-by-the-caller"}
REPLICAS = {"analytics": {"instance_class": "db.r7g.large"}, "reporting": {}, "zone": {"multi_az": True}}


def planned(**inputs):
    """A test of a plan of each module with these inputs."""
    return pytest.mark.parametrize((), [pytest.param(id=m, marks=pytest.mark.plan(m, **inputs)) for m in MODULES])


def life(plan):
    """What begins anew with each life of the instance."""
    (found,) = [r for r in plan.of("terraform_data") if r.name == "final_snapshot"]
    return found


def refused(**inputs):
    """A test of what each module says to these inputs."""
    return pytest.mark.parametrize((), [pytest.param(id=m, marks=pytest.mark.refused(m, **inputs)) for m in MODULES])


@planned(example="minimal")
def test_storage_is_gp3_and_grows(plan):
    instance = plan.one("aws_db_instance")
    assert instance["storage_type"] == "gp3"
    assert instance["max_allocated_storage"] > instance["allocated_storage"]


@planned(example="minimal")
def test_storage_is_encrypted(plan):
    assert plan.one("aws_db_instance")["storage_encrypted"] is True


@planned(example="minimal", kms_key_arn=KEY)
def test_one_key_encrypts_storage_insights_and_master_secret(plan):
    instance = plan.one("aws_db_instance")
    names = ("kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id")
    assert [instance[name] for name in names] == [KEY] * 3


@planned(example="minimal")
def test_rds_manages_the_master_password(plan):
    instance = plan.one("aws_db_instance")
    assert instance["manage_master_user_password"] is True
    assert instance.get("password") is None
    assert instance.get("password_wo_version") is None


@planned(example="minimal", master_password_version=3, **UNMANAGED)
def test_a_password_of_the_caller_is_sent_but_not_kept(plan):
    instance = plan.one("aws_db_instance")
    assert instance.get("manage_master_user_password") is None
    assert instance["password_wo_version"] == 3
    assert instance.get("password_wo") is None


@planned(example="minimal")
def test_the_instance_has_no_public_address(plan):
    assert plan.one("aws_db_instance")["publicly_accessible"] is False


@planned(example="minimal")
def test_the_instance_is_placed_in_the_given_subnets(plan):
    group = plan.one("aws_db_subnet_group")
    assert set(group["subnet_ids"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert plan.one("aws_db_instance").refers_to("db_subnet_group_name", "aws_db_subnet_group") == [group]


@planned(example="minimal")
def test_only_the_given_security_groups_apply(plan):
    assert plan.one("aws_db_instance")["vpc_security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@planned(example="minimal")
def test_a_standby_takes_over(plan):
    assert plan.one("aws_db_instance")["multi_az"] is True


@planned(example="minimal")
def test_backups_are_kept_for_a_week(plan):
    instance = plan.one("aws_db_instance")
    assert instance["backup_retention_period"] == 7
    assert instance["delete_automated_backups"] is False
    assert instance["copy_tags_to_snapshot"] is True


@planned(example="minimal")
def test_the_instance_cannot_be_deleted_by_mistake(plan):
    instance = plan.one("aws_db_instance")
    assert instance["deletion_protection"] is True
    assert instance["skip_final_snapshot"] is False


@planned(example="minimal", deletion_protection=False, skip_final_snapshot=True)
def test_a_throw_away_instance_must_be_asked_for(plan):
    instance = plan.one("aws_db_instance")
    assert [instance["deletion_protection"], instance["skip_final_snapshot"]] == [False, True]
    assert instance.get("final_snapshot_identifier") is None


@planned(example="minimal")
def test_minor_versions_come_by_themselves_and_major_ones_do_not(plan):
    instance = plan.one("aws_db_instance")
    assert [instance["auto_minor_version_upgrade"], instance["allow_major_version_upgrade"]] == [True, False]


@planned(example="minimal")
def test_changes_wait_for_the_maintenance_window(plan):
    assert plan.one("aws_db_instance")["apply_immediately"] is False


@planned(example="minimal")
def test_performance_insights_are_on_for_a_week(plan):
    instance = plan.one("aws_db_instance")
    assert instance["performance_insights_enabled"] is True
    assert instance["performance_insights_retention_period"] == 7


@planned(example="minimal")
def test_enhanced_monitoring_needs_a_role_and_is_off_without(plan):
    assert plan.one("aws_db_instance")["monitoring_interval"] == 0


@planned(example="minimal", monitoring={"role_arn": "arn:aws:iam::123456789012:role/monitoring"})
def test_enhanced_monitoring_looks_every_minute(plan):
    instance = plan.one("aws_db_instance")
    assert instance["monitoring_interval"] == 60
    assert instance["monitoring_role_arn"] == "arn:aws:iam::123456789012:role/monitoring"


@planned(example="minimal")
def test_the_instance_uses_the_parameter_group(plan):
    group = plan.one("aws_db_parameter_group")
    assert plan.one("aws_db_instance").refers_to("parameter_group_name", group.type) == [group]


@planned(
    name="shop",
    instance_class="db.t3.medium",
    max_connections=250,
    security_group_ids=["sg-0a1b2c3d4e5f60718"],
    subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"],
)
def test_alarms_can_read_the_number_of_connections(plan):
    assert plan.outputs["max_connections"] == 250


@planned(example="typical", replicas=REPLICAS, **UNMANAGED)
def test_replicas_follow_the_primary(plan):
    replicas = {r.index: r for r in plan.of("aws_db_instance") if r.name == "replica"}
    (primary,) = (r for r in plan.of("aws_db_instance") if r.name == "this")
    names = {k: f"{primary['identifier']}-{k}" for k in ("analytics", "reporting", "zone")}
    assert {k: r["identifier"] for k, r in replicas.items()} == names
    assert {r["replicate_source_db"] for r in replicas.values()} == {primary["identifier"]}


@planned(example="typical", replicas=REPLICAS, **UNMANAGED)
def test_users_sign_in_with_iam_to_the_primary_and_to_its_replicas(plan):
    assert {r["iam_database_authentication_enabled"] for r in plan.of("aws_db_instance")} == {True}


@planned(example="minimal", iam_database_authentication_enabled=False)
def test_signing_in_with_iam_can_be_turned_off(plan):
    assert plan.one("aws_db_instance")["iam_database_authentication_enabled"] is False


@planned(example="typical", replicas=REPLICAS, **UNMANAGED)
def test_a_replica_may_have_a_class_of_its_own(plan):
    classes = {r.index: r["instance_class"] for r in plan.of("aws_db_instance") if r.name == "replica"}
    assert classes == {"analytics": "db.r7g.large", "reporting": "db.m7g.large", "zone": "db.m7g.large"}


@planned(example="typical", replicas={"reporting": {}}, **UNMANAGED)
def test_a_replica_is_as_closed_and_encrypted_as_its_primary(plan):
    [replica] = [r for r in plan.of("aws_db_instance") if r.name == "replica"]
    assert replica["publicly_accessible"] is False
    assert replica["storage_encrypted"] is True
    assert replica["kms_key_id"] == KEY
    assert replica["vpc_security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@planned(example="typical", replicas={"reporting": {}}, **UNMANAGED)
def test_a_replica_added_moves_no_other(plan):
    addresses = [r.address.partition(".aws_")[2] for r in plan.of("aws_db_instance")]
    assert addresses == ['db_instance.replica["reporting"]', "db_instance.this"]


@planned(example="minimal", replicate_source={"arn": PRIMARY}, kms_key_arn=KEY)
def test_a_copy_of_a_primary_in_another_region_takes_engine_and_user_from_it(plan):
    instance = plan.one("aws_db_instance")
    assert instance["replicate_source_db"] == PRIMARY
    assert instance.get("manage_master_user_password") is None
    assert instance["kms_key_id"] == KEY


@refused(example="minimal", backup_retention_days=36, match="between 0 and 35")
def test_a_retention_that_rds_does_not_offer_is_refused(refusal):
    assert refusal.variable == "backup_retention_days"


@refused(example="minimal", max_allocated_storage_gb=20, match="greater than allocated_storage_gb")
def test_storage_that_cannot_grow_by_a_limit_it_has_reached_is_refused(refusal):
    assert refusal.variable == "max_allocated_storage_gb"


@refused(example="minimal", replicas={"reporting": {}}, match="refuses to replicate")
def test_replicas_of_an_instance_with_a_managed_password_are_refused(refusal):
    assert refusal.variable == "replicas"


@refused(
    example="minimal",
    replicas={"a": {}},
    backup_retention_days=0,
    match="greater than 0",
    **UNMANAGED,
)
def test_replicas_without_backups_are_refused(refusal):
    assert refusal.variable == "replicas"


@refused(example="minimal", manage_master_user_password=False, match="needs master_password")
def test_an_instance_without_any_password_is_refused(refusal):
    assert refusal.variable == "manage_master_user_password"


@refused(
    example="minimal",
    monitoring={"interval_seconds": 45, "role_arn": "arn:aws:iam::123456789012:role/monitoring"},
    match="one of 1, 5, 10, 15, 30 and 60",
)
def test_an_interval_that_rds_does_not_offer_is_refused(refusal):
    assert refusal.variable == "monitoring"


@refused(example="minimal", maintenance_window="Sun 05:00", match="ddd:hh:mm-ddd:hh:mm")
def test_a_window_in_another_form_is_refused(refusal):
    assert refusal.variable == "maintenance_window"


@refused(example="minimal", performance_insights_retention_days=30, match="multiple of 31")
def test_a_retention_that_performance_insights_does_not_offer_is_refused(refusal):
    assert refusal.variable == "performance_insights_retention_days"


@planned(example="minimal", allow_major_version_upgrade=True, apply_immediately=True)
def test_a_major_version_can_be_installed_at_once(plan):
    instance = plan.one("aws_db_instance")
    assert [instance["allow_major_version_upgrade"], instance["apply_immediately"]] == [True, True]


@refused(example="minimal", allow_major_version_upgrade=True, match="needs apply_immediately")
def test_a_major_version_that_waits_for_the_window_is_refused(refusal):
    assert refusal.variable == "allow_major_version_upgrade"


@planned(example="minimal")
def test_each_life_of_the_instance_has_a_last_snapshot_of_its_own(plan):
    instance = plan.one("aws_db_instance")
    assert [instance["final_snapshot_identifier"], life(plan)["id"]] == [UNKNOWN, UNKNOWN]


@planned(example="typical")
def test_an_input_that_replaces_the_instance_begins_another_life(plan):
    assert life(plan)["triggers_replace"] == [KEY, "dbadmin", "shop"]


@planned(example="typical", replicas={"reporting": {}}, primary_tags={"Backup": "shop"}, **UNMANAGED)
def test_a_tag_can_be_on_the_primary_only(plan):
    assert {r.name: r.tags.get("Backup") for r in plan.of("aws_db_instance")} == {"replica": None, "this": "shop"}


@planned(example="minimal", backup_window="04:00-05:00", maintenance_window="sun:05:00-sun:06:00")
def test_windows_may_touch(plan):
    assert plan.one("aws_db_instance")["backup_window"] == "04:00-05:00"


@planned(example="minimal", backup_window="00:30-01:00", maintenance_window="sat:23:30-sun:00:30")
def test_a_window_may_reach_over_midnight(plan):
    assert plan.one("aws_db_instance")["maintenance_window"] == "sat:23:30-sun:00:30"


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=f"{module} {backup} {maintenance}",
            marks=pytest.mark.refused(
                module,
                example="minimal",
                backup_window=backup,
                maintenance_window=maintenance,
                match="must not overlap",
            ),
        )
        for module in MODULES
        for backup, maintenance in (
            ("04:01-05:01", "sun:05:00-sun:06:00"),
            ("05:59-06:59", "sun:05:00-sun:06:00"),
            ("05:10-05:50", "mon:05:00-mon:06:00"),
            ("04:00-07:00", "mon:05:00-mon:06:00"),
            ("00:00-00:30", "sat:23:30-sun:00:30"),
            ("23:45-00:15", "tue:00:00-tue:01:00"),
        )
    ],
)
def test_windows_that_overlap_are_refused(refusal):
    assert refusal.variable == "maintenance_window"


@planned(example="minimal", backup_window="03:00-03:30", maintenance_window="sun:05:00-sun:05:30")
def test_a_window_of_half_an_hour_is_long_enough(plan):
    assert plan.one("aws_db_instance")["backup_window"] == "03:00-03:30"


@refused(example="minimal", backup_window="03:00-03:29", match="at least 30 minutes")
def test_a_backup_window_that_is_too_short_is_refused(refusal):
    assert refusal.variable == "backup_window"


@refused(example="minimal", maintenance_window="sun:05:00-sun:05:29", match="at least 30 minutes")
def test_a_maintenance_window_that_is_too_short_is_refused(refusal):
    assert refusal.variable == "maintenance_window"


@refused(example="minimal", backup_window="24:00-25:00", match="hh:mm-hh:mm")
def test_an_hour_that_no_day_has_is_refused(refusal):
    assert refusal.variable == "backup_window"


SNAPSHOT = {"snapshot_id": "shop-2026-01-31"}
MOMENT = {"instance": "shop", "time": "2026-01-31T12:00:00Z"}
BACKUPS = "arn:aws:rds:us-east-1:123456789012:auto-backup:ab-0123456789abcdef"


def refusals(variable, *cases):
    """A refusal of the smallest example for each of the cases: inputs, and the words that name the cause."""
    return [
        pytest.param(variable, marks=pytest.mark.refused(module, example="minimal", match=match, **inputs))
        for module in MODULES
        for inputs, match in cases
    ]


@planned(example="typical", restore=SNAPSHOT)
def test_an_instance_can_be_restored_from_a_snapshot(plan):
    instance = plan.one("aws_db_instance")
    assert instance["snapshot_identifier"] == "shop-2026-01-31"
    assert not instance.get("restore_to_point_in_time")


@planned(example="typical", restore={"point_in_time": MOMENT})
def test_an_instance_can_be_restored_to_a_point_in_time(plan):
    restored = plan.one("aws_db_instance")["restore_to_point_in_time.0"]
    assert (restored["source_db_instance_identifier"], restored["restore_time"]) == ("shop", "2026-01-31T12:00:00Z")
    assert not restored.get("use_latest_restorable_time")


@planned(example="typical", restore={"point_in_time": {"automated_backups_arn": BACKUPS}})
def test_an_instance_that_is_gone_can_be_restored_to_its_last_moment(plan):
    restored = plan.one("aws_db_instance")["restore_to_point_in_time.0"]
    assert restored["source_db_instance_automated_backups_arn"] == BACKUPS
    assert restored["use_latest_restorable_time"] is True


@planned(example="typical", restore=SNAPSHOT)
def test_a_restored_instance_has_user_and_databases_of_its_source(plan):
    instance = plan.one("aws_db_instance")
    assert told(instance, "username", "db_name") == [None, None]


@planned(example="typical", restore=SNAPSHOT)
def test_a_restored_instance_is_as_closed_and_protected_as_any(plan):
    instance = plan.one("aws_db_instance")
    assert [instance[name] for name in ("publicly_accessible", "storage_encrypted", "deletion_protection")] == [
        False,
        True,
        True,
    ]
    assert instance["manage_master_user_password"] is True


@planned(example="typical", restore=SNAPSHOT)
def test_a_restored_instance_is_not_replaced_for_a_key_that_its_source_had_not(plan):
    assert plan.one("aws_db_instance").is_unknown("kms_key_id")


@planned(example="typical", replicate_source={"arn": PRIMARY})
def test_a_replica_elsewhere_has_a_key_of_its_region(plan):
    assert plan.one("aws_db_instance")["kms_key_id"] == KEY


@pytest.mark.parametrize("name", MODULES)
def test_a_source_with_another_key_or_none_is_told(name):
    module = read_directory(Project.find(Path(__file__)).modules[name])
    (lifecycle,) = module.find("resource", "aws_db_instance", "this").nested("lifecycle")
    (told_of,) = lifecycle.nested("postcondition")
    condition = told_of.attributes["condition"].text
    assert "self.storage_encrypted &&" in condition
    assert "self.kms_key_id == var.kms_key_arn" in condition


@pytest.mark.parametrize("name", MODULES)
def test_another_source_does_not_replace_an_instance_that_exists(name):
    module = read_directory(Project.find(Path(__file__)).modules[name])
    (lifecycle,) = module.find("resource", "aws_db_instance", "this").nested("lifecycle")
    assert lifecycle.attributes["ignore_changes"].text == "[restore_to_point_in_time, snapshot_identifier]"


@pytest.mark.parametrize(
    "variable",
    refusals(
        "restore",
        ({"restore": {}}, "either a snapshot_id or a point_in_time"),
        ({"restore": {**SNAPSHOT, "point_in_time": MOMENT}}, "either a snapshot_id or a point_in_time"),
        ({"restore": {"point_in_time": {}}}, "either an instance or automated_backups_arn"),
        ({"restore": {"point_in_time": {**MOMENT, "automated_backups_arn": BACKUPS}}}, "either an instance or"),
        ({"restore": {"point_in_time": {**MOMENT, "time": "2026-01-31 12:00"}}}, "time must be in UTC"),
        ({"restore": SNAPSHOT, "replicate_source": {"arn": PRIMARY}}, "cannot be combined"),
    ),
)
def test_a_restore_from_nowhere_or_from_two_places_is_refused(refusal, variable):
    assert refusal.variable == variable


#: Storage that RDS offers, at the edges: type, gigabytes, operations, throughput.
OFFERED = [
    ("gp3", 400, 12000, 500),
    ("gp3", 400, 12000, 3000),
    ("gp3", 400, 64000, 4000),
    ("gp3", 400, None, 3000),
    ("gp3", 20, None, None),
    ("io1", 100, 1000, None),
    ("io1", 100, 5000, None),
    ("io1", 2000, 1000, None),
    ("io2", 100, 100000, None),
    ("io2", 256, 256000, None),
    ("io2", 100, 1000, None),
    ("gp2", 20, None, None),
]

#: What it does not offer, one step beyond each edge.
NOT_OFFERED = [
    ("gp3", 399, 12000, None, "iops", "iops of gp3"),
    ("gp3", 400, 11999, None, "iops", "iops of gp3"),
    ("gp3", 400, 64001, None, "iops", "iops of gp3"),
    ("gp3", 399, None, 500, "storage_throughput", "400 or more"),
    ("gp3", 400, None, 499, "storage_throughput", "between 500 and 4000"),
    ("gp3", 400, 64000, 4001, "storage_throughput", "between 500 and 4000"),
    ("gp3", 400, 12000, 3001, "storage_throughput", "a quarter of iops"),
    ("gp3", 400, None, 3001, "storage_throughput", "a quarter of iops"),
    ("io1", 99, 1000, None, "storage_type", "100 or more"),
    ("io1", 100, 5001, None, "iops", "with io1"),
    ("io1", 2001, 1000, None, "iops", "between 0.5 and 50"),
    ("io1", 100, None, None, "iops", "must be given"),
    ("io2", 100, 100001, None, "iops", "with io2"),
    ("io2", 100, 999, None, "iops", "between 1000 and 256000"),
    ("io2", 1000, 256001, None, "iops", "between 1000 and 256000"),
    ("io2", 100, 1000, 500, "storage_throughput", "with gp3"),
    ("gp2", 400, 12000, None, "iops", "cannot be with gp2"),
    ("standard", 100, None, None, "storage_type", "gp2, gp3, io1 or io2"),
]


def storage(kind, gigabytes, iops, throughput):
    """These as inputs, growing by itself to what is more than enough."""
    limits = {"allocated_storage_gb": gigabytes, "max_allocated_storage_gb": 10000}
    return {"storage_type": kind, "iops": iops, "storage_throughput": throughput, **limits}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(given, marks=pytest.mark.plan(module, example="minimal", **storage(*given)))
        for module in MODULES
        for given in OFFERED
    ],
)
def test_storage_that_rds_offers_is_taken(plan, given):
    instance = plan.one("aws_db_instance")
    assert told(instance, "storage_type", "allocated_storage", "iops", "storage_throughput") == list(given)


@pytest.mark.parametrize(
    "variable",
    [p for *given, name, match in NOT_OFFERED for p in refusals(name, (storage(*given), match))],
)
def test_storage_that_rds_does_not_offer_is_refused(refusal, variable):
    assert refusal.variable == variable


@planned(example="grown", replicas={"reporting": {}}, **UNMANAGED)
def test_replicas_have_the_storage_and_the_insights_of_the_primary(plan):
    names = ("iops", "storage_throughput", "database_insights_mode")
    assert {tuple(i[name] for name in names) for i in plan.of("aws_db_instance")} == {(16000, 1000, "advanced")}


@planned(example="minimal")
def test_the_mode_of_database_insights_is_left_to_rds(plan):
    assert told(plan.one("aws_db_instance"), "database_insights_mode") == [None]


@planned(example="minimal", database_insights_mode="standard")
def test_database_insights_can_go_back_to_standard(plan):
    assert plan.one("aws_db_instance")["database_insights_mode"] == "standard"


@pytest.mark.parametrize(
    "variable",
    refusals(
        "database_insights_mode",
        ({"database_insights_mode": "full"}, "advanced or standard"),
        ({"database_insights_mode": "advanced", "performance_insights_retention_days": 434}, "465 days"),
        (
            {
                "database_insights_mode": "advanced",
                "performance_insights_enabled": False,
                "performance_insights_retention_days": 465,
            },
            "465 days",
        ),
    ),
)
def test_advanced_insights_that_keep_too_little_are_refused(refusal, variable):
    assert refusal.variable == variable
