"""Social Flow: log groups, their retention and key, and the access logs of the load balancer."""

import pytest


def group_names(plan):
    """The names of all log groups."""
    return {group["name"] for group in plan.of("aws_cloudwatch_log_group")}


@pytest.mark.plan("social-flow")
@pytest.mark.requirement("SF-LOG-002")
def test_the_log_group_of_the_database_exists_before_the_database_writes_to_it(plan):
    for database in plan.of("aws_db_instance"):
        if database.get("replicate_source_db") is None:
            assert f"/aws/rds/instance/{database['identifier']}/postgresql" in group_names(plan)
