"""What the module `eks-helm-release` promises."""

import pytest
from each_value import each_value
from expressions import told


@pytest.mark.plan("eks-helm-release", example="minimal")
def test_a_release_that_is_not_ready_is_taken_back(plan):
    names = ("atomic", "cleanup_on_fail", "wait", "wait_for_jobs", "timeout")
    assert told(plan.one("helm_release"), *names) == [True, True, True, True, 300]


@pytest.mark.plan("eks-helm-release", example="minimal")
def test_the_namespace_is_not_made_by_the_way(plan):
    assert told(plan.one("helm_release"), "namespace", "create_namespace") == ["shop", False]


@pytest.mark.plan("eks-helm-release", example="typical")
def test_the_chart_has_one_version(plan):
    assert plan.one("helm_release")["version"] == "1.2.3"


@pytest.mark.plan("eks-helm-release", example="grown")
def test_values_come_in_their_order(plan):
    assert plan.one("helm_release")["values"] == ['"replicas": 2\n', '"greeting": "good morning"\n']


@pytest.mark.plan(
    "eks-helm-release", example="minimal", secret_values={"token": "given-by-the-caller"}, secret_values_version=3
)
def test_a_secret_is_sent_but_not_kept(plan):
    release = plan.one("helm_release")
    assert told(release, "set_wo", "set_wo_revision") == [None, 3]
    assert "given-by-the-caller" not in str(plan["planned_values"])


@pytest.mark.plan("eks-helm-release", example="minimal")
def test_revisions_are_kept_to_go_back_to(plan):
    assert plan.one("helm_release")["max_history"] == 10


@pytest.mark.parametrize(
    (), each_value("eks-helm-release", pytest.mark.refused, "chart_version", "1.2", "^1.2.3", "latest", match="one version")
)  # fmt: skip
def test_a_range_of_versions_is_refused(refusal):
    assert refusal.variable == "chart_version"


@pytest.mark.refused("eks-helm-release", example="minimal", chart="oci://charts.example.com/web", match="must be given")
def test_a_chart_from_elsewhere_without_a_version_is_refused(refusal):
    assert "chart_version must be given" in refusal.message


@pytest.mark.refused("eks-helm-release", example="typical", repository="http://example.com", match="begin with https")
def test_a_repository_without_tls_is_refused(refusal):
    assert refusal.variable == "repository"
