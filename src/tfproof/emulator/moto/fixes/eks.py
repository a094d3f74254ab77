"""Amazon EKS."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.eks import urls
from moto.eks.models import Cluster, EKSBackend, Nodegroup
from moto.eks.responses import EKSResponse
from moto.moto_api._internal import mock_random

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_path, asked, known
from tfproof.emulator.moto.fixes.patching import around, store

_CLUSTER = "/clusters/(?P<name>[^/]+)"


@fix(
    "eks: a cluster tells who may use it, its support and its network",
    aws="DescribeCluster has the authentication mode and the support type as they were set, and of the network the VPC, "
    "the cluster's security group and where its endpoint is reached from, with AWS's values for what was not said.",
    kind="accepted",
)
def described_cluster() -> None:
    @around(EKSResponse, "create_cluster")
    def create(original: Any, self: Any) -> Any:
        given = asked(self)
        answer = original(self)
        cluster = self.eks_backend.clusters[given["name"]]
        mode = given.get("accessConfig", {}).get("authenticationMode", "CONFIG_MAP")
        cluster.access_config = {"authenticationMode": mode}
        cluster.upgrade_policy = given.get("upgradePolicy", {"supportType": "EXTENDED"})
        return answer

    @around(Cluster, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        network = self.resources_vpc_config
        vpc = _vpc_of(network.get("subnetIds", []), kwargs["account_id"], kwargs["region_name"])
        self.resources_vpc_config = {
            "clusterSecurityGroupId": f"sg-{mock_random.get_random_hex(17)}",
            "endpointPrivateAccess": False,
            "endpointPublicAccess": True,
            "publicAccessCidrs": ["0.0.0.0/0"],
            "securityGroupIds": [],
            "vpcId": vpc,
            **network,
        }


def _vpc_of(subnets: list[str], account: str, region: str) -> str | None:
    known = ec2_backends[account][region].describe_subnets(subnets) if subnets else []
    return next((subnet.vpc_id for subnet in known), None)


@fix(
    "eks: a change of a cluster is an update",
    aws="UpdateClusterConfig and UpdateClusterVersion answer with an update, which DescribeUpdate tells the end of. What is "
    "not named stays. moto answers with the cluster.",
    kind="enforced",
)
def updates() -> None:
    @around(EKSResponse, "update_cluster_config")
    def config(original: Any, self: Any) -> Any:
        given = asked(self)
        cluster = self.eks_backend.describe_cluster(given["name"])
        network = {**cluster.resources_vpc_config, **given.get("resourcesVpcConfig", {})}
        original(self)
        cluster.resources_vpc_config = network
        for setting in ("accessConfig", "upgradePolicy"):
            if setting in given:
                attribute = {"accessConfig": "access_config", "upgradePolicy": "upgrade_policy"}[setting]
                setattr(cluster, attribute, given[setting])
        return _update(self, "ConfigUpdate")

    @adds_call(EKSResponse, "update_cluster_version")
    def version(self: Any, given: dict[str, Any]) -> Any:
        self.eks_backend.describe_cluster(given["name"]).version = given["version"]
        return _update(self, "VersionUpdate").result

    @adds_call(EKSResponse, "update_nodegroup_version")
    def nodes(self: Any, given: dict[str, Any]) -> Any:
        group = self.eks_backend.describe_nodegroup(given["clusterName"], given["nodegroupName"])
        group.version = given.get("version", group.version)
        group.launch_template = {**(group.launch_template or {}), **given.get("launchTemplate", {})}
        return _update(self, "VersionUpdate").result

    @adds_call(EKSResponse, "describe_update")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"update": _found(self, "updates", given["updateId"])}

    adds_path(urls, EKSResponse, f"{_CLUSTER}/updates$")
    adds_path(urls, EKSResponse, f"{_CLUSTER}/updates/(?P<updateId>[^/]+)$")
    adds_path(urls, EKSResponse, f"{_CLUSTER}/node-groups/(?P<nodegroupName>[^/]+)/update-version$")


def _update(response: Any, kind: str) -> Any:
    update: dict[str, Any] = {
        "createdAt": utcnow(),
        "errors": [],
        "id": str(mock_random.uuid4()),
        "params": [],
        "status": "Successful",
        "type": kind,
    }
    store(response.eks_backend, "updates")[update["id"]] = update
    return ActionResult({"update": update})


@fix(
    "eks: a node group keeps how it is updated and repaired",
    aws="How many nodes may be missing during an update, and whether broken ones are repaired, is told as it was set. The "
    "size of the disk is absent where the launch template has it.",
    kind="accepted",
)
def node_settings() -> None:
    @around(EKSResponse, "create_nodegroup")
    def create(original: Any, self: Any) -> Any:
        given = asked(self)
        answer = original(self)
        group = self.eks_backend.describe_nodegroup(given["clusterName"], given["nodegroupName"])
        group.update_config = given.get("updateConfig", {"maxUnavailable": 1})
        group.node_repair_config = given.get("nodeRepairConfig", {"enabled": False})
        return answer

    @around(Nodegroup, "__init__")
    def init(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.remote_access = kwargs.get("remote_access")
        if kwargs.get("launch_template"):
            self.disk_size = None


@fix(
    "eks: access entries exist",
    aws="An access entry lets a principal into a cluster, with groups of Kubernetes and with policies of EKS for the whole "
    "cluster or for namespaces. Its policies go with it.",
    kind="accepted",
)
def access_entries() -> None:
    @adds_call(EKSResponse, "create_access_entry")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.eks_backend.describe_cluster(given["clusterName"])
        principal = given["principalArn"]
        key = f"{given['clusterName']} {principal}"
        if key in store(self.eks_backend, "access_entries"):
            raise Refusal("ResourceInUseException", f"The specified access entry already exists: {principal}")
        entry = {
            "accessEntryArn": _arn(self, "access-entry", given["clusterName"]),
            "clusterName": given["clusterName"],
            "createdAt": utcnow(),
            "kubernetesGroups": given.get("kubernetesGroups", []),
            "modifiedAt": utcnow(),
            "principalArn": principal,
            "tags": given.get("tags", {}),
            "type": given.get("type", "STANDARD"),
            "username": given.get("username", principal),
        }
        store(self.eks_backend, "access_entries")[key] = entry
        return {"accessEntry": entry}

    @adds_call(EKSResponse, "describe_access_entry")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"accessEntry": _found(self, "access_entries", f"{given['clusterName']} {given['principalArn']}")}

    @adds_call(EKSResponse, "update_access_entry")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        entry = _found(self, "access_entries", f"{given['clusterName']} {given['principalArn']}")
        entry.update({k: v for k, v in given.items() if k in ("kubernetesGroups", "username")})
        return {"accessEntry": entry}

    @adds_call(EKSResponse, "delete_access_entry")
    def delete(self: Any, given: dict[str, Any]) -> None:
        key = f"{given['clusterName']} {given['principalArn']}"
        _found(self, "access_entries", key)
        del store(self.eks_backend, "access_entries")[key]
        store(self.eks_backend, "access_policies").pop(key, None)

    @adds_call(EKSResponse, "associate_access_policy")
    def associate(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        key = f"{given['clusterName']} {given['principalArn']}"
        _found(self, "access_entries", key)
        policy = {
            "accessScope": {"namespaces": [], **given["accessScope"]},
            "associatedAt": utcnow(),
            "modifiedAt": utcnow(),
            "policyArn": given["policyArn"],
        }
        store(self.eks_backend, "access_policies").setdefault(key, {})[given["policyArn"]] = policy
        return {
            "associatedAccessPolicy": policy,
            "clusterName": given["clusterName"],
            "principalArn": given["principalArn"],
        }

    @adds_call(EKSResponse, "list_associated_access_policies")
    def associated(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        key = f"{given['clusterName']} {given['principalArn']}"
        _found(self, "access_entries", key)
        policies = store(self.eks_backend, "access_policies").get(key, {})
        return {
            "associatedAccessPolicies": list(policies.values()),
            "clusterName": given["clusterName"],
            "principalArn": given["principalArn"],
        }

    @adds_call(EKSResponse, "disassociate_access_policy")
    def disassociate(self: Any, given: dict[str, Any]) -> None:
        key = f"{given['clusterName']} {given['principalArn']}"
        store(self.eks_backend, "access_policies").get(key, {}).pop(given["policyArn"], None)

    entry = f"{_CLUSTER}/access-entries/(?P<principalArn>.+)"
    adds_path(urls, EKSResponse, f"{entry}/access-policies/(?P<policyArn>.+)$")
    adds_path(urls, EKSResponse, f"{entry}/access-policies$")
    adds_path(urls, EKSResponse, f"{entry}$")
    adds_path(urls, EKSResponse, f"{_CLUSTER}/access-entries$")


@fix(
    "eks: add-ons exist",
    aws="An add-on of a cluster has a version, a configuration and tags, and is active once it runs.",
    kind="accepted",
)
def addons() -> None:
    @adds_call(EKSResponse, "create_addon")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.eks_backend.describe_cluster(given["clusterName"])
        key = f"{given['clusterName']} {given['addonName']}"
        if key in store(self.eks_backend, "addons"):
            raise Refusal("ResourceInUseException", "Addon already exists.")
        addon = {
            "addonArn": _arn(self, "addon", f"{given['clusterName']}/{given['addonName']}"),
            "addonVersion": "v1.0.0-eksbuild.1",
            "clusterName": given["clusterName"],
            "createdAt": utcnow(),
            "health": {"issues": []},
            "modifiedAt": utcnow(),
            "podIdentityAssociations": [],
            "status": "ACTIVE",
            "tags": {},
            **{k: v for k, v in given.items() if k in ("addonName", "addonVersion", "configurationValues", "tags")},
        }
        store(self.eks_backend, "addons")[key] = addon
        return {"addon": addon}

    @adds_call(EKSResponse, "describe_addon")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"addon": _found(self, "addons", f"{given['clusterName']} {given['addonName']}")}

    @adds_call(EKSResponse, "update_addon")
    def update(self: Any, given: dict[str, Any]) -> Any:
        addon = _found(self, "addons", f"{given['clusterName']} {given['addonName']}")
        addon.update({k: v for k, v in given.items() if k in ("addonVersion", "configurationValues")})
        return _update(self, "AddonUpdate").result

    @adds_call(EKSResponse, "delete_addon")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        key = f"{given['clusterName']} {given['addonName']}"
        return {"addon": {**_found(self, "addons", key), **store(self.eks_backend, "addons").pop(key)}}

    adds_path(urls, EKSResponse, f"{_CLUSTER}/addons$")
    adds_path(urls, EKSResponse, f"{_CLUSTER}/addons/(?P<addonName>[^/]+)$")
    adds_path(urls, EKSResponse, f"{_CLUSTER}/addons/(?P<addonName>[^/]+)/update$")


@fix(
    "eks: service accounts have roles",
    aws="A pod identity association gives the pods of a service account the rights of a role.",
    kind="accepted",
)
def pod_identities() -> None:
    @adds_call(EKSResponse, "create_pod_identity_association")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.eks_backend.describe_cluster(given["clusterName"])
        identifier = f"a-{mock_random.get_random_hex(17)}"
        association = {
            "associationArn": _arn(self, "podidentityassociation", f"{given['clusterName']}/{identifier}"),
            "associationId": identifier,
            "clusterName": given["clusterName"],
            "createdAt": utcnow(),
            "modifiedAt": utcnow(),
            "tags": {},
            **{k: v for k, v in given.items() if k in ("namespace", "roleArn", "serviceAccount", "tags")},
        }
        store(self.eks_backend, "pod_identities")[identifier] = association
        return {"association": association}

    @adds_call(EKSResponse, "describe_pod_identity_association")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"association": _found(self, "pod_identities", given["associationId"])}

    @adds_call(EKSResponse, "update_pod_identity_association")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        association = _found(self, "pod_identities", given["associationId"])
        association["roleArn"] = given.get("roleArn", association["roleArn"])
        return {"association": association}

    @adds_call(EKSResponse, "delete_pod_identity_association")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        _found(self, "pod_identities", given["associationId"])
        return {"association": store(self.eks_backend, "pod_identities").pop(given["associationId"])}

    adds_path(urls, EKSResponse, f"{_CLUSTER}/pod-identity-associations$")
    adds_path(urls, EKSResponse, f"{_CLUSTER}/pod-identity-associations/(?P<associationId>[^/]+)$")


def _arn(response: Any, kind: str, rest: str) -> str:
    backend: EKSBackend = response.eks_backend
    return f"arn:aws:eks:{backend.region_name}:{backend.account_id}:{kind}/{rest}/{mock_random.uuid4()}"


def _found(response: Any, kind: str, key: str) -> Any:
    return known(store(response.eks_backend, kind), key, "ResourceNotFoundException", f"No {kind} found: {key}")
