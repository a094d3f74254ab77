"""SARC-NG: network and database applied as units of their own, as the Terragrunt tree applies them, and destroyed again."""

import json
from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.workspace import WorkingCopy

UNITS = Project.find(Path(__file__)).stacks["sarc-ng"] / "units"
ZONES = ["us-east-1a", "us-east-1b"]

#: As the tree gives them, under another name than those of the whole stack beside them.
NETWORK = {
    "account_id": "123456789012",
    "availability_zones": ZONES,
    "database_subnet_cidr_blocks": ["10.0.20.0/24", "10.0.21.0/24"],
    "log_retention_days": 7,
    "name": "sarc-ng-unit",
    "nat": "single",
    "private_subnet_cidr_blocks": ["10.0.10.0/24", "10.0.11.0/24"],
    "public_subnet_cidr_blocks": ["10.0.1.0/24", "10.0.2.0/24"],
    "region": "us-east-1",
    "vpc_cidr_block": "10.0.0.0/16",
}
DATABASE = {
    "account_id": "123456789012",
    "backup_retention_days": 7,
    "deletion_protection": False,
    "instance_class": "db.t3.medium",
    "is_aurora": False,
    "multi_az": False,
    "name": "sarc-ng-unit",
    "skip_final_snapshot": True,
}


class Unit:
    """A unit applied to an emulator with inputs."""

    def __init__(self, name, planner, emulator, folder, inputs):
        self._copy = WorkingCopy(
            UNITS / name, planner.toolchain, emulator.endpoint, folder, access_key=emulator.access_key
        )
        self._inputs = inputs

    def __enter__(self):
        self._copy.__enter__()
        self._copy.isolate()
        self._copy.init()
        (self._copy.root / "unit.tfvars.json").write_text(json.dumps(self._inputs))
        planned = self._copy.plan(["unit.tfvars.json"])
        assert [str(e) for e in planned.errors] == []
        assert [str(e) for e in self._copy.apply(["unit.tfvars.json"])] == []
        return self

    def __exit__(self, *_):
        self._copy.__exit__(None, None, None)

    def outputs(self):
        return {name: one.get("value") for name, one in self._copy.show()["values"]["outputs"].items()}

    def destroy(self):
        errors = self._copy.destroy(["unit.tfvars.json"])
        return [str(e) for e in errors], self._copy.show().get("values", {}).get("root_module", {})


@pytest.mark.applied("sarc-ng", environments=["development"])
@pytest.mark.emulator("enforces")
@pytest.mark.requirement("SN-OPS-013", "SN-OPS-014")
def test_network_and_database_are_applied_and_destroyed_as_units(applied, emulator, planner, tmp_path):
    assert applied.of("aws_vpc")
    assert applied.of("aws_db_instance")
    ec2, rds = emulator.client("ec2"), emulator.client("rds")
    (tmp_path / "network").mkdir()
    (tmp_path / "database").mkdir()
    with Unit("network", planner, emulator, tmp_path / "network", NETWORK) as network:
        made = network.outputs()
        inputs = DATABASE | {
            "kms_data_key_arn": made["kms_data_key_arn"],
            "kms_logs_key_arn": made["kms_logs_key_arn"],
            "security_group_ids": [made["security_group_ids"]["database"]],
            "subnet_ids": made["database_subnet_ids"],
        }
        assert ec2.describe_vpcs(VpcIds=[made["vpc_id"]])["Vpcs"]
        with Unit("database", planner, emulator, tmp_path / "database", inputs) as database:
            (found,) = rds.describe_db_instances(DBInstanceIdentifier="sarc-ng-unit-db")["DBInstances"]
            assert found["DBSubnetGroup"]["VpcId"] == made["vpc_id"]
            assert database.destroy() == ([], {})
        assert network.destroy() == ([], {})
        vpcs = {vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"]}
        instances = {one["DBInstanceIdentifier"] for one in rds.describe_db_instances()["DBInstances"]}
        assert made["vpc_id"] not in vpcs
        assert "sarc-ng-unit-db" not in instances
