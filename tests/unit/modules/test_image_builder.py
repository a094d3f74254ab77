"""What the module `image-builder` promises."""

import re

import pytest
import yaml

from tfproof.terraform.planning import Case

FROM_AWS = "arn:aws:imagebuilder:us-east-1:aws"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
COPY = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def recipe(plan):
    return plan.one("aws_imagebuilder_image_recipe")


def pipeline(plan):
    return plan.one("aws_imagebuilder_image_pipeline")


def infrastructure(plan):
    return plan.one("aws_imagebuilder_infrastructure_configuration")


def component(plan, key):
    return next(c for c in plan.of("aws_imagebuilder_component") if c["name"] == f"shop-web-{key}")


def distributions(plan):
    found = plan.one("aws_imagebuilder_distribution_configuration")["distribution"]
    return {d["region"]: d for d in found}


@pytest.mark.parametrize(
    ("architecture", "image"),
    [
        pytest.param(a, i, marks=pytest.mark.plan("image-builder", example="minimal", architecture=a))
        for a, i in (("x86_64", "x86"), ("arm64", "arm64"))
    ],
)
def test_an_image_begins_with_the_newest_amazon_linux(plan, architecture, image):
    assert recipe(plan)["parent_image"] == f"{FROM_AWS}:image/amazon-linux-2023-{image}/x.x.x", architecture


@pytest.mark.plan("image-builder", example="minimal", parent_image="ami-0a1b2c3d4e5f60718")
def test_an_image_can_begin_with_another(plan):
    assert recipe(plan)["parent_image"] == "ami-0a1b2c3d4e5f60718"


@pytest.mark.plan("image-builder", example="minimal")
def test_an_image_has_updates_and_the_agent_before_what_is_ones_own(plan):
    (first, second, own) = [c["component_arn"] for c in recipe(plan)["component"]]
    assert first == f"{FROM_AWS}:component/update-linux/x.x.x"
    assert second == f"{FROM_AWS}:component/amazon-cloudwatch-agent-linux/x.x.x"
    assert not isinstance(own, str)


@pytest.mark.plan("image-builder", example="minimal")
def test_an_image_is_hardened(plan):
    (build, _) = yaml.safe_load(component(plan, "hardening")["data"])["phases"]
    said = "\n".join(build["steps"][0]["inputs"]["commands"])
    assert "'PasswordAuthentication no'" in said
    assert "'PermitRootLogin no'" in said
    assert "apply_updates = yes" in said


@pytest.mark.plan("image-builder", example="minimal")
def test_a_hardening_that_did_not_work_fails_the_build(plan):
    (_, validate) = yaml.safe_load(component(plan, "hardening")["data"])["phases"]
    assert validate["name"] == "validate"
    assert "sshd -t" in validate["steps"][0]["inputs"]["commands"]


@pytest.mark.plan("image-builder", example="minimal", components={"hardening": "name: mine"})
def test_the_hardening_can_be_ones_own(plan):
    assert [c["data"] for c in plan.of("aws_imagebuilder_component")] == ["name: mine"]


@pytest.mark.plan("image-builder", example="grown")
def test_what_is_in_a_component_decides_about_its_version(plan):
    found = [c["version"] for c in plan.of("aws_imagebuilder_component")]
    assert len(set(found)) == 3
    assert all(re.fullmatch(r"1\.0\.[0-9]+", v) and int(v.split(".")[2]) < 2**30 for v in found)


#: What nobody can change in a recipe, and what it is changed to.
OF_RECIPES = {
    "aws_components": ["update-linux"],
    "components": {"a": "name: a"},
    "parent_image": "ami-0a1b2c3d4e5f60718",
    "root_volume_gb": 30,
}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        pytest.param(v, x, id=v, marks=pytest.mark.plan("image-builder", example="minimal", **{v: x}))
        for v, x in OF_RECIPES.items()
    ],
)
def test_whatever_changes_a_recipe_gives_it_another_version(plan, planner, variable, value):
    before = planner.plan(Case.of("image-builder", example="minimal"))
    assert recipe(plan)["version"] != recipe(before)["version"], (variable, value)


@pytest.mark.plan("image-builder", example="minimal")
def test_an_image_is_encrypted(plan):
    (volume,) = recipe(plan)["block_device_mapping"]
    assert volume["ebs"][0]["encrypted"] == "true"


@pytest.mark.plan("image-builder", example="minimal")
def test_the_agent_of_session_manager_stays_in_the_image(plan):
    assert recipe(plan)["systems_manager_agent"][0]["uninstall_after_build"] is False


@pytest.mark.plan("image-builder", example="typical")
def test_each_region_has_the_image_under_a_key_of_its_own(plan):
    told = {r: d["ami_distribution_configuration"][0]["kms_key_id"] for r, d in distributions(plan).items()}
    assert told == {"us-east-1": KEY, "us-west-2": COPY}


@pytest.mark.plan("image-builder", example="typical")
def test_each_region_finds_the_newest_image_in_a_parameter(plan):
    told = [p for d in distributions(plan).values() for p in d["ssm_parameter_configuration"]]
    assert [(p["parameter_name"], p["data_type"]) for p in told] == [("/imagebuilder/shop-web", "aws:ec2:image")] * 2


@pytest.mark.plan("image-builder", example="minimal")
def test_a_build_answers_for_its_metadata_with_a_token_only(plan):
    assert infrastructure(plan)["instance_metadata_options"][0]["http_tokens"] == "required"


@pytest.mark.plan("image-builder", example="minimal")
def test_a_build_that_fails_ends(plan):
    assert infrastructure(plan)["terminate_instance_on_failure"] is True


@pytest.mark.parametrize(
    ("architecture", "type_"),
    [
        pytest.param(a, t, marks=pytest.mark.plan("image-builder", example="minimal", architecture=a))
        for a, t in (("x86_64", "t3.medium"), ("arm64", "t4g.medium"))
    ],
)
def test_a_small_instance_of_the_architecture_builds(plan, architecture, type_):
    assert infrastructure(plan)["instance_types"] == [type_], architecture


@pytest.mark.plan("image-builder", example="minimal", instance_type="c7i.large")
def test_another_instance_can_build(plan):
    assert infrastructure(plan)["instance_types"] == ["c7i.large"]


@pytest.mark.plan(
    "image-builder", example="minimal", notification_topic_arn="arn:aws:sns:us-east-1:123456789012:images"
)
def test_a_topic_can_hear_of_each_build(plan):
    assert infrastructure(plan)["sns_topic_arn"] == "arn:aws:sns:us-east-1:123456789012:images"


@pytest.mark.plan("image-builder", example="minimal")
def test_the_next_image_comes_every_week_if_there_is_anything_new(plan):
    (schedule,) = pipeline(plan)["schedule"]
    assert schedule["schedule_expression"] == "cron(0 3 ? * sun *)"
    assert schedule["pipeline_execution_start_condition"] == "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE"


@pytest.mark.plan("image-builder", example="minimal", only_with_updates=False)
def test_the_next_image_can_come_whether_there_is_anything_new_or_not(plan):
    assert pipeline(plan)["schedule"][0]["pipeline_execution_start_condition"] == "EXPRESSION_MATCH_ONLY"


@pytest.mark.plan("image-builder", example="minimal")
def test_every_image_is_tested(plan):
    assert pipeline(plan)["image_tests_configuration"] == [{"image_tests_enabled": True, "timeout_minutes": 90}]


@pytest.mark.plan("image-builder", example="minimal", scanning_enabled=True)
def test_inspector_can_scan_every_image(plan):
    assert pipeline(plan)["image_scanning_configuration"][0]["image_scanning_enabled"] is True


@pytest.mark.plan("image-builder", example="minimal", enabled=False)
def test_a_pipeline_can_wait_for_somebody(plan):
    assert pipeline(plan)["status"] == "DISABLED"


@pytest.mark.plan("image-builder", example="minimal")
def test_the_builder_has_the_rights_that_aws_asks_for(plan):
    assert {a["policy_arn"] for a in plan.of("aws_iam_role_policy_attachment")} == {
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        "arn:aws:iam::aws:policy/EC2InstanceProfileForImageBuilder",
    }
