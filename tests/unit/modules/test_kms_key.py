"""What the module `kms-key` promises."""

import pytest

from tfproof.iam.written import policy_statements

CRYPTOGRAPHIC = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:CreateGrant"}


def statements(plan):
    """The statements of the key's policy."""
    return policy_statements(plan.one("aws_kms_key"), "policy")


def statement(plan, sid):
    """The one statement with that name."""
    [found] = [s for s in statements(plan) if s.get("Sid") == sid]
    return found


def service_statements(plan, principal):
    """The statements of a service principal."""
    return [s for s in statements(plan) if s["Principal"] == {"Service": [principal]}]


@pytest.mark.plan("kms-key", example="minimal")
def test_the_key_rotates(plan):
    assert plan.one("aws_kms_key")["enable_key_rotation"] is True


@pytest.mark.plan("kms-key", example="minimal")
def test_a_deletion_can_be_taken_back_for_thirty_days(plan):
    assert plan.one("aws_kms_key")["deletion_window_in_days"] == 30


@pytest.mark.plan("kms-key", example="minimal")
def test_the_key_stays_in_its_region(plan):
    assert plan.one("aws_kms_key")["multi_region"] is False


@pytest.mark.plan("kms-key", example="minimal", multi_region=True)
def test_the_key_can_span_regions(plan):
    assert plan.one("aws_kms_key")["multi_region"] is True


@pytest.mark.plan("kms-key", example="minimal")
def test_the_alias_carries_the_name_and_points_to_the_key(plan):
    alias = plan.one("aws_kms_alias")
    assert alias["name"] == "alias/shop-data"
    assert alias.refers_to("target_key_id") == plan.of("aws_kms_key")


@pytest.mark.plan("kms-key", example="minimal")
def test_without_administrators_the_account_manages_the_key(plan):
    assert statement(plan, "Administer")["Principal"] == {"AWS": ["arn:aws:iam::123456789012:root"]}


@pytest.mark.plan("kms-key", example="typical")
def test_named_administrators_replace_the_account(plan):
    assert statement(plan, "Administer")["Principal"] == {"AWS": ["arn:aws:iam::123456789012:role/security"]}


@pytest.mark.plan("kms-key", example="typical")
def test_the_account_can_repair_a_key_whose_administrators_are_gone(plan):
    recover = statement(plan, "Recover")
    assert recover["Principal"] == {"AWS": ["arn:aws:iam::123456789012:root"]}
    assert recover["Action"] == ["kms:PutKeyPolicy", "kms:GetKeyPolicy", "kms:DescribeKey"]


@pytest.mark.plan("kms-key", example="typical")
def test_administrators_cannot_use_the_key(plan):
    actions = statement(plan, "Administer")["Action"]
    assert "kms:PutKeyPolicy" in actions
    assert not CRYPTOGRAPHIC & set(actions)


@pytest.mark.plan("kms-key", example="grown")
def test_no_action_is_a_wildcard_for_everything(plan):
    assert not [a for s in statements(plan) for a in s["Action"] if a in ("*", "kms:*")]


@pytest.mark.plan("kms-key", example="minimal")
def test_nobody_may_use_the_key_unless_told(plan):
    assert [s["Sid"] for s in statements(plan)] == ["Administer"]


@pytest.mark.plan("kms-key", example="typical")
def test_users_cannot_manage_the_key(plan):
    used = statement(plan, "Use")
    assert used["Principal"] == {"AWS": ["arn:aws:iam::123456789012:role/auditor"]}
    assert set(used["Action"]) == CRYPTOGRAPHIC - {"kms:CreateGrant"} | {"kms:DescribeKey"}


@pytest.mark.plan("kms-key", example="typical")
def test_users_hand_grants_to_services_only(plan):
    assert statement(plan, "GrantToServices")["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": ["true"]}}


@pytest.mark.plan("kms-key", example="typical")
def test_the_account_uses_the_key_only_through_the_named_services(plan):
    assert statement(plan, "UseThroughServices")["Condition"] == {
        "StringEquals": {"kms:ViaService": ["sns.us-east-1.amazonaws.com"]}
    }


@pytest.mark.plan("kms-key", example="grown")
def test_elasticache_uses_the_key_under_both_of_its_names(plan):
    assert set(statement(plan, "UseThroughServices")["Condition"]["StringEquals"]["kms:ViaService"]) == {
        "dax.us-east-1.amazonaws.com",
        "elasticache.us-east-1.amazonaws.com",
        "s3.us-east-1.amazonaws.com",
        "sns.us-east-1.amazonaws.com",
    }


@pytest.mark.plan("kms-key", example="typical")
def test_a_service_without_conditions_acts_for_this_account_only(plan):
    conditions = [s["Condition"] for s in service_statements(plan, "cloudwatch.amazonaws.com")]
    assert conditions == [{"StringEquals": {"aws:SourceAccount": ["123456789012"]}}] * 2


@pytest.mark.plan("kms-key", example="typical")
def test_the_conditions_of_a_service_are_its_own(plan):
    contexts = {
        key: arns
        for s in service_statements(plan, "logs.us-east-1.amazonaws.com")
        for key, arns in s["Condition"].get("ArnLike", {}).items()
    }
    detectors = "arn:aws:logs:us-east-1:123456789012:anomaly-detector:*"
    assert contexts == {
        "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:us-east-1:123456789012:log-group:*", detectors],
        "kms:EncryptionContext:aws-crypto-ec:aws:logs:arn": [detectors],
    }


@pytest.mark.plan("kms-key", example="typical")
def test_describing_the_key_asks_for_no_encryption_context(plan):
    described = [
        s for s in service_statements(plan, "logs.us-east-1.amazonaws.com") if s["Action"] == ["kms:DescribeKey"]
    ]
    assert [s["Condition"] for s in described] == [{"StringEquals": {"aws:SourceAccount": ["123456789012"]}}] * 2


@pytest.mark.plan(
    "kms-key",
    example="minimal",
    service_principals={
        "cloudtrail.amazonaws.com": {
            "actions": ["kms:DescribeKey", "kms:GenerateDataKey*"],
            "conditions": [
                {"test": "StringEquals", "variable": "aws:SourceArn", "values": ["arn:trail"]},
                {"test": "StringLike", "variable": "kms:EncryptionContext:aws:cloudtrail:arn", "values": ["arn:trail"]},
            ],
        }
    },
)
def test_describing_the_key_keeps_the_other_conditions(plan):
    (described,) = [s for s in service_statements(plan, "cloudtrail.amazonaws.com") if "kms:DescribeKey" in s["Action"]]
    assert described["Action"] == ["kms:DescribeKey"]
    assert described["Condition"] == {"StringEquals": {"aws:SourceArn": ["arn:trail"]}}


@pytest.mark.refused("kms-key", example="minimal", deletion_window_days=6, match="between 7 and 30")
def test_a_deletion_window_too_short_is_refused(refusal):
    assert refusal.variable == "deletion_window_days"


@pytest.mark.refused("kms-key", example="minimal", user_arns=["*"], match="must name principals")
def test_everybody_as_a_user_is_refused(refusal):
    assert refusal.variable == "user_arns"


@pytest.mark.refused("kms-key", example="minimal", administrator_arns=["*"], match="must name principals")
def test_everybody_as_an_administrator_is_refused(refusal):
    assert refusal.variable == "administrator_arns"


@pytest.mark.refused("kms-key", example="minimal", service_principals={"logs": {}}, match="amazonaws.com")
def test_a_service_that_is_no_service_principal_is_refused(refusal):
    assert refusal.variable == "service_principals"


@pytest.mark.refused(
    "kms-key",
    example="minimal",
    service_principals={"logs.us-east-1.amazonaws.com": {"principal": "logs"}},
    match="amazonaws.com",
)
def test_a_named_service_that_is_no_service_principal_is_refused(refusal):
    assert refusal.variable == "service_principals"


@pytest.mark.refused("kms-key", example="minimal", account_id="12345", match="twelve digits")
def test_an_account_that_is_no_account_is_refused(refusal):
    assert refusal.variable == "account_id"


@pytest.mark.refused("kms-key", example="minimal", name="Shop_Data", match="lower-case letters")
def test_a_name_with_other_characters_is_refused(refusal):
    assert refusal.variable == "name"
