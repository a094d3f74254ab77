"""Rules about what a change of one input does, over what was seen of every module (`examples/changes.yaml`)."""

from pathlib import Path

import pytest
from test_module_rules_lifecycle import USED_BY_OTHERS

from tfproof.changes.table import written
from tfproof.files import read_yaml
from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory
from tfproof.terraform.module_readme import BESIDE, ONE_NAME
from tfproof.terraform.provider_types import is_of_aws

PROJECT = Project.find(Path(__file__))
MODULES = {name: module for name, module in PROJECT.modules.items() if is_of_aws(module)}
GOES = {BESIDE, ONE_NAME, "deleted", "delete then create"}
#: By kind, module and input, why a change may do so.
THOUGHT_OF = read_yaml(Path(__file__).with_name("thought_of.yaml"))

#: What its user never gives up for another, so that a new one beside it would not help: RDS moves no instance to another
#: subnet group of its VPC, https://github.com/hashicorp/terraform-provider-aws/issues/512
KEPT_FOR_LIFE = {"aws_db_subnet_group"}

#: What AWS does not delete as long as the other is there, or runs: both go together. An update of the other comes too late,
#: https://github.com/hashicorp/terraform-provider-aws/issues/16151,
#: https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteDeliveryChannel.html,
#: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
HELD_UP_BY = {
    "aws_config_delivery_channel": "aws_config_configuration_recorder_status",
    "aws_rds_cluster": "aws_rds_cluster_instance",
    "aws_vpc": "aws_internet_gateway",
}

#: What leaves a last snapshot behind, and AWS refuses a second one of its name.
LEAVES_A_SNAPSHOT = {"aws_db_instance", "aws_elasticache_replication_group", "aws_rds_cluster"}

#: What holds data that nobody can make again, and what makes AWS refuse to delete it, where AWS has such a thing.
HOLDS_DATA = {
    "aws_backup_vault": lambda r: not r["force_destroy"],
    "aws_cloudwatch_log_group": None,
    "aws_cognito_user_pool": lambda r: r["deletion_protection"] == "ACTIVE",
    "aws_db_instance": lambda r: r["deletion_protection"] and not r["skip_final_snapshot"],
    "aws_dynamodb_table": lambda r: r["deletion_protection_enabled"],
    "aws_ecr_repository": lambda r: not r["force_delete"],
    "aws_efs_file_system": None,
    "aws_eks_cluster": None,
    "aws_elasticache_replication_group": None,
    "aws_elasticache_serverless_cache": None,
    "aws_kms_key": lambda r: r["deletion_window_in_days"] >= 7,
    "aws_rds_cluster": lambda r: r["deletion_protection"] and not r["skip_final_snapshot"],
    "aws_s3_bucket": lambda r: not r["force_destroy"],
    "aws_secretsmanager_secret": lambda r: r["recovery_window_in_days"] >= 7,
    "aws_sqs_queue": None,
}


def inputs(module, types, effects):
    """The inputs of a module whose change has one of these effects on something of these types."""
    changes = written(MODULES[module])
    return {
        n for n, c in changes.items() if any(e in effects and (t in types or not types) for t, e in c["does"].items())
    }


@pytest.mark.parametrize("module", MODULES)
def test_a_change_of_every_input_has_been_seen(module):
    assert set(written(MODULES[module])) == set(read_directory(MODULES[module]).variables)


@pytest.mark.parametrize("module", MODULES)
def test_what_others_use_is_not_deleted_first(module):
    assert inputs(module, USED_BY_OTHERS, {"delete then create"}) == set()


@pytest.mark.parametrize("module", MODULES)
def test_what_its_user_keeps_for_life_is_not_replaced_at_all(module):
    assert inputs(module, KEPT_FOR_LIFE, GOES) == set()


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize(("held", "holder"), HELD_UP_BY.items())
def test_what_holds_another_up_goes_with_it(module, held, holder):
    assert inputs(module, {held}, GOES) <= inputs(module, {holder}, GOES)


@pytest.mark.parametrize("module", MODULES)
def test_each_life_of_what_leaves_a_snapshot_has_another_name_for_it(module):
    assert inputs(module, LEAVES_A_SNAPSHOT, GOES) - {"name"} <= inputs(module, {"terraform_data"}, GOES)


@pytest.mark.parametrize("module", MODULES)
def test_what_holds_data_goes_only_where_that_was_thought_of(module):
    assert inputs(module, HOLDS_DATA, GOES) == set(THOUGHT_OF["data"].get(module, {}))


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_made_beside_an_old_one_of_its_name_unless_that_was_thought_of(module):
    assert inputs(module, (), {ONE_NAME}) == set(THOUGHT_OF["one_name"].get(module, {}))


def test_what_was_thought_of_is_about_modules_that_are_there():
    assert {module for kind in THOUGHT_OF.values() for module in kind} <= set(MODULES)


@pytest.mark.parametrize(
    "module", [pytest.param(m, id=m, marks=pytest.mark.plan(m, example="typical")) for m in MODULES]
)
def test_what_holds_data_makes_aws_refuse_to_delete_it(plan, module):
    guarded = [(r, refuses) for kind, refuses in HOLDS_DATA.items() if refuses for r in plan.of(kind)]
    assert [r.address for r, refuses in guarded if not refuses(r)] == []
