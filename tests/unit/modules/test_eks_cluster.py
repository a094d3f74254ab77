"""What the module `eks-cluster` promises."""

import pytest
from each_value import each_value
from expressions import told

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
OPERATORS = {"policy": "AmazonEKSClusterAdminPolicy", "principal_arn": "arn:aws:iam::123456789012:role/operators"}
NODES = {"instance_types": ["m7i.large"], "max_size": 4, "min_size": 2}


def access(**others):
    return {"access": {"operators": OPERATORS, **others}}


def nodes(**settings):
    return {"node_groups": {"general": {**NODES, **settings}}}


def refusals(variable, *cases):
    """A refusal of the smallest example for each of the cases: inputs, and the words that name the cause."""
    return [
        pytest.param(variable, marks=pytest.mark.refused("eks-cluster", example="minimal", match=match, **inputs))
        for inputs, match in cases
    ]


@pytest.mark.plan("eks-cluster", example="minimal")
@pytest.mark.requirement("SN-CTR-018")
def test_secrets_are_encrypted_with_the_given_key(plan):
    encryption = plan.one("aws_eks_cluster")["encryption_config.0"]
    assert (encryption["resources"], encryption["provider"][0]["key_arn"]) == (["secrets"], KEY)


@pytest.mark.plan("eks-cluster", example="minimal")
def test_the_api_is_reached_from_the_vpc_only(plan):
    network = plan.one("aws_eks_cluster")["vpc_config.0"]
    assert (network["endpoint_private_access"], network["endpoint_public_access"]) == (True, False)


@pytest.mark.plan("eks-cluster", example="minimal", public_access_cidr_blocks=["192.0.2.0/24"])
def test_the_api_is_reached_from_networks_that_are_named(plan):
    network = plan.one("aws_eks_cluster")["vpc_config.0"]
    assert (network["endpoint_public_access"], network["public_access_cidrs"]) == (True, ["192.0.2.0/24"])


@pytest.mark.plan("eks-cluster", example="minimal")
@pytest.mark.requirement("SN-CTR-018")
def test_all_logs_of_the_control_plane_are_kept_for_a_year_in_a_group_with_a_key(plan):
    logs = plan.one("aws_eks_cluster")["enabled_cluster_log_types"]
    assert set(logs) == {"api", "audit", "authenticator", "controllerManager", "scheduler"}
    group = plan.one("aws_cloudwatch_log_group")
    assert told(group, "name", "retention_in_days", "kms_key_id") == ["/aws/eks/shop/cluster", 365, KEY]


@pytest.mark.plan("eks-cluster", example="minimal")
def test_only_those_of_access_may_use_the_cluster(plan):
    config = plan.one("aws_eks_cluster")["access_config.0"]
    assert config["authentication_mode"] == "API"
    assert config["bootstrap_cluster_creator_admin_permissions"] is False


@pytest.mark.plan("eks-cluster", example="typical")
def test_a_policy_holds_in_the_cluster_or_in_namespaces(plan):
    found = {
        policy.index: (policy["policy_arn"].rpartition("/")[2], scope["type"], scope["namespaces"] or [])
        for policy in plan.of("aws_eks_access_policy_association")
        for scope in [policy["access_scope.0"]]
    }
    assert found == {
        "developers": ("AmazonEKSViewPolicy", "namespace", ["shop"]),
        "operators": ("AmazonEKSClusterAdminPolicy", "cluster", []),
    }


@pytest.mark.plan("eks-cluster", example="grown")
def test_a_principal_may_have_groups_of_the_cluster_alone(plan):
    entries = {e.index: e["kubernetes_groups"] for e in plan.of("aws_eks_access_entry")}
    assert entries["pipeline"] == ["deployers"]
    assert "pipeline" not in {p.index for p in plan.of("aws_eks_access_policy_association")}


@pytest.mark.plan("eks-cluster", example="minimal")
def test_control_plane_and_nodes_have_a_supported_version(plan):
    assert {r["version"] for r in plan.of("aws_eks_cluster", "aws_eks_node_group")} == {"1.35"}


@pytest.mark.plan("eks-cluster", example="minimal")
def test_a_version_whose_support_has_ended_is_not_kept(plan):
    assert plan.one("aws_eks_cluster")["upgrade_policy.0"]["support_type"] == "STANDARD"


@pytest.mark.plan("eks-cluster", example="minimal", extended_support_enabled=True)
def test_a_version_can_be_kept_at_a_higher_price(plan):
    assert plan.one("aws_eks_cluster")["upgrade_policy.0"]["support_type"] == "EXTENDED"


@pytest.mark.plan("eks-cluster", example="typical")
def test_disks_of_nodes_are_encrypted_with_the_given_key(plan):
    (disk,) = plan.one("aws_launch_template")["block_device_mappings"]
    ebs = disk["ebs"][0]
    assert (disk["device_name"], ebs["encrypted"], ebs["kms_key_id"], ebs["volume_size"]) == (
        "/dev/xvda",
        "true",
        KEY,
        50,
    )


@pytest.mark.plan("eks-cluster", example="minimal", **nodes(ami_type="BOTTLEROCKET_ARM_64", disk_gb=100))
def test_both_disks_of_bottlerocket_are_encrypted(plan):
    disks = plan.one("aws_launch_template")["block_device_mappings"]
    assert {d["device_name"]: d["ebs"][0]["encrypted"] for d in disks} == {"/dev/xvda": "true", "/dev/xvdb": "true"}


@pytest.mark.plan("eks-cluster", example="minimal")
def test_nodes_answer_for_their_metadata_with_a_token_and_no_further_than_themselves(plan):
    options = plan.one("aws_launch_template")["metadata_options.0"]
    assert (options["http_tokens"], options["http_put_response_hop_limit"]) == ("required", 1)


@pytest.mark.plan("eks-cluster", example="minimal")
def test_nodes_follow_the_last_version_of_their_template(plan):
    group = plan.one("aws_eks_node_group")
    assert group.refers_to("launch_template.0.id", "aws_launch_template") == [plan.one("aws_launch_template")]
    assert group.is_unknown("launch_template.0.version")


@pytest.mark.plan("eks-cluster", example="grown")
@pytest.mark.requirement("SN-CTR-018")
def test_a_group_has_its_size_labels_and_taints(plan):
    batch = next(g for g in plan.of("aws_eks_node_group") if g.index == "batch")
    assert batch["scaling_config.0"] == {"desired_size": 1, "max_size": 10, "min_size": 0}
    assert batch["labels"] == {"work": "batch"}
    assert batch["taint"] == [{"effect": "NO_SCHEDULE", "key": "batch", "value": "only"}]


@pytest.mark.plan("eks-cluster", example="minimal")
def test_a_group_begins_with_its_smallest_size(plan):
    assert plan.one("aws_eks_node_group")["scaling_config.0"]["desired_size"] == 2


@pytest.mark.plan("eks-cluster", example="minimal")
def test_a_group_that_has_to_be_made_anew_has_another_name(plan):
    group = plan.one("aws_eks_node_group")
    assert group["node_group_name_prefix"] == "general-"
    assert group.is_unknown("node_group_name")


@pytest.mark.plan("eks-cluster", example="minimal")
def test_broken_nodes_are_repaired(plan):
    assert plan.one("aws_eks_node_group")["node_repair_config.0"]["enabled"] is True


@pytest.mark.plan("eks-cluster", example="minimal")
def test_add_ons_are_those_that_pods_need(plan):
    assert {a["addon_name"] for a in plan.of("aws_eks_addon")} == {
        "coredns",
        "eks-pod-identity-agent",
        "kube-proxy",
        "vpc-cni",
    }


POLICIES = {"configuration": '{"enableNetworkPolicy":"true"}', "version": "v1.20.0-eksbuild.1"}


@pytest.mark.plan("eks-cluster", example="minimal", addons={"vpc-cni": POLICIES})
def test_an_add_on_can_be_pinned_and_configured(plan):
    assert told(plan.one("aws_eks_addon"), "addon_version", "configuration_values") == [
        "v1.20.0-eksbuild.1",
        '{"enableNetworkPolicy":"true"}',
    ]


@pytest.mark.plan("eks-cluster", example="typical")
def test_a_service_account_has_a_role(plan):
    assert told(plan.one("aws_eks_pod_identity_association"), "namespace", "service_account", "role_arn") == [
        "shop",
        "web",
        "arn:aws:iam::123456789012:role/shop-web",
    ]


@pytest.mark.plan("eks-cluster", example="minimal")
def test_each_role_is_taken_by_its_service_only(plan):
    takes = {
        role.name: policy_statements(role, "assume_role_policy")[0]["Principal"] for role in plan.of("aws_iam_role")
    }
    assert takes == {"cluster": {"Service": ["eks.amazonaws.com"]}, "node": {"Service": ["ec2.amazonaws.com"]}}


@pytest.mark.plan("eks-cluster", example="minimal")
def test_roles_have_what_eks_asks_for_and_no_more(plan):
    policies = {(p.name, p["policy_arn"].rpartition("/")[2]) for p in plan.of("aws_iam_role_policy_attachment")}
    assert policies == {
        ("cluster", "AmazonEKSClusterPolicy"),
        ("node", "AmazonEC2ContainerRegistryPullOnly"),
        ("node", "AmazonEKSWorkerNodePolicy"),
        ("node", "AmazonEKS_CNI_Policy"),
    }


@pytest.mark.plan("eks-cluster", example="minimal", permissions_boundary_arn="arn:aws:iam::123456789012:policy/a")
def test_roles_can_be_bounded(plan):
    assert {r["permissions_boundary"] for r in plan.of("aws_iam_role")} == {"arn:aws:iam::123456789012:policy/a"}


@pytest.mark.plan("eks-cluster", example="minimal", security_group_ids=["sg-0a1b2c3d4e5f60718"])
def test_the_control_plane_can_have_further_groups(plan):
    assert plan.one("aws_eks_cluster")["vpc_config.0"]["security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@pytest.mark.parametrize(
    "variable",
    refusals(
        "access",
        ({"access": {"a": {"policy": "AmazonEKSViewPolicy", "principal_arn": "a"}}}, "nobody else has a way in"),
        ({"access": {"a": {**OPERATORS, "namespaces": ["a"]}}}, "nobody else has a way in"),
        (access(a={"principal_arn": "a"}), "a policy or kubernetes_groups"),
        (access(a={"policy": "AdministratorAccess", "principal_arn": "a"}), "policy must be"),
        (access(a={"kubernetes_groups": ["system:masters"], "principal_arn": "a"}), "must not begin with system:"),
    )
    + refusals(
        "node_groups",
        ({"node_groups": {}}, "one at least"),
        (nodes(ami_type="AL2_x86_64"), "Amazon Linux 2023 or Bottlerocket"),
        (nodes(capacity_type="RESERVED"), "ON_DEMAND or SPOT"),
        (nodes(min_size=5), "min_size not above max_size"),
        (nodes(desired_size=5), "between min_size and max_size"),
        (nodes(taints={"a": {"effect": "NO"}}), "effect must be"),
    )
    + refusals(
        "pod_roles",
        (
            {"addons": {}, "pod_roles": {"a": {"namespace": "a", "role_arn": "a", "service_account": "a"}}},
            "need the add-on",
        ),
    )
    + refusals("public_access_cidr_blocks", ({"public_access_cidr_blocks": ["0.0.0.0/0"]}, "not the whole internet")),
)
def test_a_cluster_that_is_open_or_that_eks_would_not_make_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.parametrize(
    (), each_value("eks-cluster", pytest.mark.refused, "kubernetes_version", "1.27", "1.35.1", "35", match="1.28 or newer")
)  # fmt: skip
def test_a_version_that_eks_has_not_is_refused(refusal):
    assert refusal.variable == "kubernetes_version"
