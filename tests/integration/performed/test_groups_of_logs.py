"""Every log group that there is ends, and has a key: also those that services would make themselves."""

import pytest

pytestmark = [pytest.mark.applied("social-flow", environments=["development"]), pytest.mark.emulator("accepts")]


@pytest.mark.requirement("SF-LOG-006")
def test_every_log_group_of_the_account_is_kept_7_days_under_a_key(applied, account):
    pages = account.root.client("logs").get_paginator("describe_log_groups").paginate()
    groups = {g["logGroupName"]: g for page in pages for g in page["logGroups"]}
    assert "/aws/ecs/containerinsights/social-flow-development/performance" in groups
    assert set(groups) == {g["name"] for g in applied.of("aws_cloudwatch_log_group")}
    assert {g.get("retentionInDays") for g in groups.values()} == {7}
    assert [name for name, g in groups.items() if "kmsKeyId" not in g] == []
