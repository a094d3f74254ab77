"""What the module `tags` promises."""

import pytest

SHOP = {"data_class": "personal", "environment": "production", "owner": "platform-team", "system": "shop"}


@pytest.mark.plan("tags", **SHOP)
def test_the_name_is_the_system_in_its_environment(plan):
    assert plan.outputs["name"] == "shop-production"


@pytest.mark.plan("tags", **SHOP)
def test_the_required_tags_are_made_from_the_named_inputs(plan):
    assert plan.outputs["tags"] == {
        "DataClass": "personal",
        "Environment": "production",
        "ManagedBy": "terraform",
        "Owner": "platform-team",
        "Project": "shop",
    }


@pytest.mark.plan("tags", **SHOP, cost_centre="4711")
def test_a_cost_centre_becomes_a_tag(plan):
    assert plan.outputs["tags"]["CostCentre"] == "4711"


@pytest.mark.plan("tags", **SHOP, project="Web-Shop")
def test_a_project_can_be_called_otherwise_than_the_system(plan):
    assert (plan.outputs["tags"]["Project"], plan.outputs["name"]) == ("Web-Shop", "shop-production")


@pytest.mark.plan("tags", **SHOP, tags={"Support": "office-hours"})
def test_further_tags_are_added(plan):
    assert plan.outputs["tags"]["Support"] == "office-hours"


@pytest.mark.plan("tags", **SHOP, tags={"Environment": "development", "DataClass": "public"})
def test_further_tags_cannot_change_the_required_ones(plan):
    tags = plan.outputs["tags"]
    assert (tags["Environment"], tags["DataClass"]) == ("production", "personal")


@pytest.mark.refused("tags", example="minimal", data_class="secret", match="public, internal, confidential, personal")
def test_an_unknown_data_class_is_refused(refusal):
    assert refusal.variable == "data_class"


@pytest.mark.refused("tags", **SHOP | {"environment": "prod"}, match="development, staging, production")
def test_a_shortened_environment_is_refused(refusal):
    assert refusal.variable == "environment"


@pytest.mark.refused("tags", example="minimal", owner="", match="1 to 256")
def test_an_empty_owner_is_refused(refusal):
    assert refusal.variable == "owner"


@pytest.mark.refused("tags", example="minimal", cost_centre="", match="1 to 256")
def test_an_empty_cost_centre_is_refused(refusal):
    assert refusal.variable == "cost_centre"


@pytest.mark.refused("tags", example="minimal", system="Shop", match="lower-case")
def test_a_system_with_capitals_is_refused(refusal):
    assert refusal.variable == "system"


@pytest.mark.plan("tags", **SHOP, environment_label="prod")
def test_the_tag_of_the_environment_can_have_the_name_that_people_use(plan):
    assert plan.outputs["tags"]["Environment"] == "prod"
    assert plan.outputs["name"] == "shop-production"
