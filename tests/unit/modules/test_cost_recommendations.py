"""What the module `cost-recommendations` promises."""

import pytest


@pytest.mark.plan("cost-recommendations", example="minimal")
def test_sizes_are_looked_at(plan):
    enrolled = plan.one("aws_computeoptimizer_enrollment_status")
    assert (enrolled["status"], enrolled["include_member_accounts"]) == ("Active", False)


@pytest.mark.plan("cost-recommendations", example="minimal")
def test_savings_are_collected(plan):
    assert plan.one("aws_costoptimizationhub_enrollment_status")["include_member_accounts"] is False


@pytest.mark.plan("cost-recommendations", example="grown")
def test_the_accounts_of_an_organisation_can_be_enrolled(plan):
    assert plan.one("aws_computeoptimizer_enrollment_status")["include_member_accounts"] is True
    assert plan.one("aws_costoptimizationhub_enrollment_status")["include_member_accounts"] is True


@pytest.mark.plan("cost-recommendations", example="minimal", compute_optimizer=False)
def test_what_the_organisation_has_enrolled_is_left_out(plan):
    assert {r.type for r in plan.managed} == {"aws_costoptimizationhub_enrollment_status"}


@pytest.mark.plan("cost-recommendations", example="minimal", cost_optimization_hub=False)
def test_the_hub_can_be_left_out(plan):
    assert {r.type for r in plan.managed} == {"aws_computeoptimizer_enrollment_status"}
