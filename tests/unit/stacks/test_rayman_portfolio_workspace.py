"""Rayman Portfolio: an environment is applied in its own workspace only."""

import pytest


@pytest.mark.refused(
    "rayman-portfolio",
    environments=["staging"],
    changes={"environment": "production"},
    match="does not hold production",
)
@pytest.mark.requirement("RP-STATE-004")
def test_the_variables_of_another_environment_are_refused_in_a_workspace(refusal):
    assert refusal.variable == "environment"
