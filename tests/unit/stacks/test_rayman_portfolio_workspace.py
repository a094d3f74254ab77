"""Rayman Portfolio: an environment is applied in its own workspace only."""

import pytest

#: Whose variables are tried in the workspace of each environment.
OTHERS = {"development": "staging", "staging": "production", "production": "development"}


def of_another(workspace):
    """The variables of another environment, tried in a workspace."""
    other = OTHERS[workspace]
    tried = pytest.mark.refused(
        "rayman-portfolio",
        environments=[workspace],
        changes={"environment": other},
        match=f"does not hold {other}",
    )
    return pytest.param(id=f"{other}-in-{workspace}", marks=tried)


@pytest.mark.requirement("RP-STATE-004")
@pytest.mark.parametrize((), [of_another(workspace) for workspace in OTHERS])
def test_the_variables_of_another_environment_are_refused_in_a_workspace(refusal):
    assert refusal.variable == "environment"
