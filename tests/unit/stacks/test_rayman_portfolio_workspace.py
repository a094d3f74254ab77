"""Rayman Portfolio: an environment is applied in its own workspace only."""

import pytest


@pytest.mark.refused(
    "rayman-portfolio",
    environments=["development"],
    changes={"environment": "staging"},
    match="does not hold staging",
)
@pytest.mark.requirement("RP-STATE-004")
def test_the_variables_of_staging_are_refused_in_the_workspace_of_development(refusal):
    assert refusal.variable == "environment"


@pytest.mark.refused(
    "rayman-portfolio",
    environments=["staging", "development"],
    changes={"environment": "production"},
    match="does not hold production",
)
@pytest.mark.requirement("RP-STATE-004")
def test_the_variables_of_production_are_refused_in_any_other_workspace(refusal):
    assert refusal.variable == "environment"


@pytest.mark.refused(
    "rayman-portfolio",
    environments=["production"],
    changes={"environment": "development"},
    match="does not hold development",
)
@pytest.mark.requirement("RP-STATE-004")
def test_the_variables_of_development_are_refused_in_the_workspace_of_production(refusal):
    assert refusal.variable == "environment"
