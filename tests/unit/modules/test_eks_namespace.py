"""What the module `eks-namespace` promises."""

import pytest

LEVELS = ("audit", "enforce", "warn")


def levels(plan):
    labels = plan.one("kubernetes_namespace_v1")["metadata.0.labels"]
    return {labels[f"pod-security.kubernetes.io/{level}"] for level in LEVELS}


@pytest.mark.plan("eks-namespace", example="minimal")
def test_pods_meet_the_strictest_standard(plan):
    assert levels(plan) == {"restricted"}


@pytest.mark.plan("eks-namespace", example="minimal", pod_security_level="baseline")
def test_a_lower_standard_must_be_asked_for(plan):
    assert levels(plan) == {"baseline"}


@pytest.mark.plan("eks-namespace", example="minimal", annotations={"example.com/owner": "shop"})
def test_a_namespace_can_have_annotations(plan):
    assert plan.one("kubernetes_namespace_v1")["metadata.0.annotations"] == {"example.com/owner": "shop"}


@pytest.mark.plan("eks-namespace", example="typical")
def test_a_namespace_has_the_given_labels_beside_those_of_the_standard(plan):
    assert plan.one("kubernetes_namespace_v1")["metadata.0.labels"]["team"] == "shop"


def let_in(plan):
    """The namespaces whose pods reach those of this one."""
    spec = plan.one("kubernetes_network_policy_v1")["spec.0"]
    assert (spec["policy_types"], spec["pod_selector"][0]["match_labels"]) == (["Ingress"], None)
    (selector,) = spec["ingress"][0]["from"][0]["namespace_selector"][0]["match_expressions"]
    assert (selector["key"], selector["operator"]) == ("kubernetes.io/metadata.name", "In")
    return selector["values"]


@pytest.mark.plan("eks-namespace", example="minimal")
def test_pods_are_reached_from_their_namespace_only(plan):
    assert let_in(plan) == ["shop"]


@pytest.mark.plan("eks-namespace", example="typical")
def test_pods_are_reached_from_namespaces_that_are_named(plan):
    assert let_in(plan) == ["ingress", "shop"]


@pytest.mark.plan("eks-namespace", example="minimal")
def test_a_pod_without_a_service_account_of_its_own_speaks_to_nobody(plan):
    assert plan.one("kubernetes_default_service_account_v1")["automount_service_account_token"] is False


@pytest.mark.plan("eks-namespace", example="grown")
def test_a_token_is_mounted_where_that_is_said(plan):
    mounted = {a.index: a["automount_service_account_token"] for a in plan.of("kubernetes_service_account_v1")}
    assert mounted == {"operator": True, "web": False}


@pytest.mark.plan("eks-namespace", example="minimal")
def test_nothing_is_bounded_unless_told(plan):
    assert plan.of("kubernetes_resource_quota_v1", "kubernetes_limit_range_v1") == []


@pytest.mark.plan("eks-namespace", example="grown")
def test_a_namespace_and_its_containers_can_be_bounded(plan):
    assert plan.one("kubernetes_resource_quota_v1")["spec.0.hard"] == {"pods": "50", "requests.cpu": "20"}
    (limit,) = plan.one("kubernetes_limit_range_v1")["spec.0.limit"]
    assert limit["default"] == {"cpu": "500m", "memory": "512Mi"}
    assert limit["default_request"] == {"cpu": "100m", "memory": "256Mi"}


@pytest.mark.refused("eks-namespace", example="minimal", name="kube-system", match="namespaces of Kubernetes")
def test_a_namespace_of_kubernetes_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.refused(
    "eks-namespace",
    example="minimal",
    labels={"pod-security.kubernetes.io/enforce": "privileged"},
    match="what pod_sec",
)
def test_a_standard_among_the_labels_is_refused(refusal):
    assert refusal.variable == "labels"
