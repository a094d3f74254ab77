"""What the module `ssm-parameters` promises."""

import pytest
from expressions import told

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
SECRET = {"web/session-key": {"description": "Key that signs sessions."}}


def by_name(plan):
    return {p["name"]: p for p in plan.of("aws_ssm_parameter")}


def of_length(n):
    return {"long": {"description": "A long one.", "value": "a" * n}}


@pytest.mark.plan("ssm-parameters", example="typical")
def test_names_are_below_the_path(plan):
    assert sorted(by_name(plan)) == [
        "/shop/production/database/writer",
        "/shop/production/web/log-level",
        "/shop/production/web/session-key",
    ]


@pytest.mark.plan("ssm-parameters", example="minimal")
def test_a_plan_shows_a_value_that_is_no_secret(plan):
    assert told(plan.one("aws_ssm_parameter"), "insecure_value", "type") == ["info", "String"]


@pytest.mark.plan("ssm-parameters", example="grown")
def test_a_value_can_be_a_list(plan):
    assert by_name(plan)["/shop/production/web/origins"]["type"] == "StringList"


@pytest.mark.plan("ssm-parameters", example="typical")
def test_what_others_put_in_has_to_match_the_pattern(plan):
    level = by_name(plan)["/shop/production/web/log-level"]
    assert level["allowed_pattern"] == "^(debug|info|warning|error)$"


@pytest.mark.plan("ssm-parameters", example="typical")
def test_a_secret_is_encrypted_with_the_given_key(plan):
    assert told(by_name(plan)["/shop/production/web/session-key"], "type", "key_id") == ["SecureString", KEY]


@pytest.mark.plan("ssm-parameters", example="typical", secure_values={"web/session-key": "given-by-the-caller"})
def test_a_secret_is_sent_but_not_kept(plan):
    secret = by_name(plan)["/shop/production/web/session-key"]
    assert told(secret, "value_wo", "value", "insecure_value", "value_wo_version") == [None, None, None, 1]


@pytest.mark.plan(
    "ssm-parameters",
    example="minimal",
    secure_parameters={"a": {"description": "A secret.", "value_version": 2}},
    secure_values={"a": "given-by-the-caller"},
)
def test_a_higher_version_sends_the_value_of_a_secret_again(plan):
    assert by_name(plan)["/shop/production/a"]["value_wo_version"] == 2


@pytest.mark.plan("ssm-parameters", example="minimal", parameters=of_length(4096))
def test_a_value_of_usual_length_costs_nothing(plan):
    assert plan.one("aws_ssm_parameter")["tier"] == "Standard"


@pytest.mark.plan("ssm-parameters", example="minimal", parameters=of_length(4097))
def test_a_longer_value_is_of_the_advanced_tier(plan):
    assert plan.one("aws_ssm_parameter")["tier"] == "Advanced"


@pytest.mark.refused(
    "ssm-parameters",
    example="minimal",
    parameters={"a": {"description": "A secret.", "type": "SecureString", "value": "a"}},
    match="belongs to secure_parameters",
)
def test_a_secret_among_what_is_none_is_refused(refusal):
    assert refusal.variable == "parameters"


@pytest.mark.refused(
    "ssm-parameters",
    example="minimal",
    parameters={"web/session-key": {"description": "A key.", "value": "a"}},
    secure_parameters=SECRET,
    match="a key in common",
)
def test_two_parameters_of_one_name_are_refused(refusal):
    assert refusal.variable == "parameters"


@pytest.mark.refused(
    "ssm-parameters",
    example="minimal",
    secure_parameters={"a": {"description": "A secret.", "value_version": 2}},
    match="need their value in secure_values",
)
def test_what_somebody_has_put_in_by_hand_is_not_overwritten(refusal):
    assert refusal.variable == "secure_parameters"


@pytest.mark.refused("ssm-parameters", example="minimal", path="/aws/shop", match="names of AWS")
def test_a_path_of_aws_is_refused(refusal):
    assert refusal.variable == "path"
