"""Amazon ElastiCache."""

from __future__ import annotations

import inspect
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import CacheCluster, ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call
from tfproof.emulator.moto.fixes.patching import adds, around, store

#: Attributes of a replication group that ModifyReplicationGroup may change and moto does not, by parameter.
_MODIFIABLE = {
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "EngineVersion": "engine_version",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "SnapshotWindow": "snapshot_window",
    "TransitEncryptionMode": "transit_encryption_mode",
}


@fix(
    "elasticache: a replication group has as many members as asked for",
    aws="NumCacheClusters is the number of nodes of a group without shards. moto makes one, whatever is asked.",
    kind="enforced",
)
def number_of_members() -> None:
    @around(ElastiCacheBackend, "create_replication_group")
    def create(original: Any, self: Any, **kwargs: Any) -> Any:
        count = kwargs["num_cache_clusters"]
        if count and not kwargs["replicas_per_node_group"] and not kwargs["num_node_groups"]:
            zones = [f"{self.region_name}{letter}" for letter in "abc"]
            kwargs["preferred_cache_cluster_azs"] = kwargs["preferred_cache_cluster_azs"] or [
                zones[number % len(zones)] for number in range(count)
            ]
            kwargs["replicas_per_node_group"] = count - 1
        return original(self, **kwargs)


@fix(
    "elasticache: the members of a replication group are cache clusters",
    aws="Each member can be described as a cache cluster, with the group's engine, version, windows and groups; the "
    "provider reads most of a replication group's arguments from there.",
    kind="enforced",
)
def members_are_clusters() -> None:
    accepted = set(inspect.signature(CacheCluster.__init__).parameters) - {"self"}

    @around(ElastiCacheBackend, "create_replication_group")
    def create(original: Any, self: Any, **kwargs: Any) -> Any:
        group = original(self, **kwargs)
        for name in group.member_clusters:
            given: dict[str, Any] = {argument: kwargs.get(argument) for argument in accepted}
            given |= {
                "account_id": self.account_id,
                "region_name": self.region_name,
                "cache_cluster_id": name,
                "engine": group.engine,
                "num_cache_nodes": 1,
            }
            self.cache_clusters[name] = _member(CacheCluster(**given), group)
        return group

    @around(ElastiCacheBackend, "modify_replication_group")
    def modify(original: Any, self: Any, **kwargs: Any) -> Any:
        group = original(self, **kwargs)
        for name in group.member_clusters:
            _member(self.cache_clusters[name], group)
        return group


def _member(cluster: Any, group: Any) -> Any:
    """Give a member what it has from its group."""
    cluster.at_rest_encryption_enabled = group.at_rest_encryption_enabled
    cluster.auto_minor_version_upgrade = group.auto_minor_version_upgrade
    cluster.cache_node_type = group.cache_node_type
    cluster.engine_version = group.engine_version
    cluster.preferred_maintenance_window = group.preferred_maintenance_window
    cluster.snapshot_retention_limit = group.snapshot_retention_limit
    cluster.snapshot_window = group.snapshot_window
    cluster.transit_encryption_mode = group.transit_encryption_mode
    cluster.cache_parameter_group = {
        "CacheParameterGroupName": group.cache_parameter_group_name or f"default.{group.engine}7",
        "ParameterApplyStatus": "in-sync",
    }
    cluster.security_groups = [{"SecurityGroupId": g, "Status": "active"} for g in cluster.security_group_ids]
    cluster.cache_nodes = [
        {
            "CacheNodeId": "0001",
            "CacheNodeStatus": "available",
            "Endpoint": {"Address": f"{cluster.cache_cluster_id}.cache.amazonaws.com", "Port": group.port},
            "ParameterGroupStatus": "in-sync",
        }
    ]
    return cluster


@fix(
    "elasticache: a replication group without shards has a name for reads",
    aws="Its node group has a ReaderEndpoint beside the PrimaryEndpoint, also with one node. moto makes the name and hides it.",
    kind="accepted",
)
def reader_endpoint() -> None:
    @around(ElastiCacheBackend, "create_replication_group")
    def create(original: Any, self: Any, **kwargs: Any) -> Any:
        group = original(self, **kwargs)
        for node_group in group.node_groups:
            if "reader_endpoint_address" in node_group:
                node_group["reader_endpoint"] = {
                    "address": node_group["reader_endpoint_address"],
                    "port": node_group["port"],
                }
        return group


@fix(
    "elasticache: encryption in transit is required unless said otherwise",
    aws="With TransitEncryptionEnabled alone, TransitEncryptionMode is `required`: clients without TLS are refused.",
    kind="accepted",
)
def transit_mode() -> None:
    @around(ElastiCacheBackend, "create_replication_group")
    def create(original: Any, self: Any, **kwargs: Any) -> Any:
        if kwargs["transit_encryption_enabled"]:
            kwargs["transit_encryption_mode"] = kwargs["transit_encryption_mode"] or "required"
        return original(self, **kwargs)


@fix(
    "elasticache: a replication group can be modified",
    aws="ModifyReplicationGroup also changes windows, version, parameter group and the automatic upgrade.",
    kind="accepted",
)
def modify_more() -> None:
    @around(ElastiCacheResponse, "modify_replication_group")
    def modify(original: Any, self: Any) -> Any:
        name = self._get_param("ReplicationGroupId")
        for group in self.elasticache_backend.describe_replication_groups(name):
            for parameter, attribute in _MODIFIABLE.items():
                value = self._get_param(parameter)
                if value is not None:
                    setattr(group, attribute, value)
        return original(self)


@fix(
    "elasticache: what was deleted is gone",
    aws="A deleted replication group takes its members with it; after a while neither can be described. In moto both "
    "stay in the state `deleting` for ever.",
    kind="enforced",
)
def deleted_is_gone() -> None:
    @around(ElastiCacheBackend, "delete_replication_group")
    def delete_group(original: Any, self: Any, replication_group_id: str, *args: Any, **kwargs: Any) -> Any:
        members = [m for g in self.describe_replication_groups(replication_group_id) for m in g.member_clusters]
        group = original(self, replication_group_id, *args, **kwargs)
        del self.replication_groups[replication_group_id]
        for name in members:
            self.cache_clusters.pop(name, None)
        return group

    @around(ElastiCacheBackend, "delete_cache_cluster")
    def delete_cluster(original: Any, self: Any, cache_cluster_id: str) -> Any:
        cluster = original(self, cache_cluster_id)
        del self.cache_clusters[cache_cluster_id]
        return cluster


@fix(
    "elasticache: a subnet group can be deleted",
    aws="DeleteCacheSubnetGroup removes a group that no cache uses, and refuses with CacheSubnetGroupInUse otherwise.",
    kind="enforced",
)
def delete_subnet_group() -> None:
    @adds(ElastiCacheResponse, "delete_cache_subnet_group")
    def delete(self: Any) -> ActionResult:
        name = self._get_param("CacheSubnetGroupName")
        backend = self.elasticache_backend
        backend.describe_cache_subnet_groups(name)
        caches = [*backend.replication_groups.values(), *backend.cache_clusters.values()]
        if any(cache.cache_subnet_group_name == name for cache in caches):
            raise ElastiCacheException("CacheSubnetGroupInUse", f"Cache subnet group {name} is in use by a cache.")
        del backend.cache_subnet_groups[name]
        return ActionResult({})


@fix(
    "elasticache: parameter groups exist",
    aws="A parameter group has a family, a description, tags and the parameters that the user has set.",
    kind="accepted",
)
def parameter_groups() -> None:
    _tags_of(":parametergroup:")

    @adds(ElastiCacheResponse, "create_cache_parameter_group")
    def create(self: Any) -> ActionResult:
        name = self._get_param("CacheParameterGroupName")
        groups = store(self.elasticache_backend, "parameter_groups")
        if name in groups:
            raise ElastiCacheException("CacheParameterGroupAlreadyExists", f"Parameter group {name} already exists.")
        group = {
            "ARN": f"arn:aws:elasticache:{self.region}:{self.current_account}:parametergroup:{name}",
            "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
            "CacheParameterGroupName": name,
            "Description": self._get_param("Description"),
            "IsGlobal": False,
        }
        groups[name] = {"group": group, "parameters": {}}
        self.elasticache_backend.add_tags_to_resource(group["ARN"], self._get_param("Tags", []))
        return ActionResult({"CacheParameterGroup": group})

    @adds(ElastiCacheResponse, "describe_cache_parameter_groups")
    def describe(self: Any) -> ActionResult:
        name = self._get_param("CacheParameterGroupName")
        groups = store(self.elasticache_backend, "parameter_groups")
        found = [_parameter_group(self, name)] if name else list(groups.values())
        return ActionResult({"CacheParameterGroups": [one["group"] for one in found]})

    @adds(ElastiCacheResponse, "describe_cache_parameters")
    def parameters(self: Any) -> ActionResult:
        group = _parameter_group(self, self._get_param("CacheParameterGroupName"))
        return ActionResult({"Parameters": list(group["parameters"].values())})

    @adds(ElastiCacheResponse, "modify_cache_parameter_group")
    def modify(self: Any) -> ActionResult:
        name = self._get_param("CacheParameterGroupName")
        group = _parameter_group(self, name)
        for given in self._get_param("ParameterNameValues", []):
            group["parameters"][given["ParameterName"]] = {**given, "IsModifiable": True, "Source": "user"}
        return ActionResult({"CacheParameterGroupName": name})

    @adds(ElastiCacheResponse, "reset_cache_parameter_group")
    def reset(self: Any) -> ActionResult:
        name = self._get_param("CacheParameterGroupName")
        group = _parameter_group(self, name)
        if self._get_bool_param("ResetAllParameters"):
            group["parameters"].clear()
        for given in self._get_param("ParameterNameValues", []):
            group["parameters"].pop(given["ParameterName"], None)
        return ActionResult({"CacheParameterGroupName": name})

    @adds(ElastiCacheResponse, "delete_cache_parameter_group")
    def delete(self: Any) -> ActionResult:
        name = self._get_param("CacheParameterGroupName")
        _parameter_group(self, name)
        del store(self.elasticache_backend, "parameter_groups")[name]
        return ActionResult({})


def _parameter_group(response: Any, name: str) -> dict[str, Any]:
    return _stored(response, "parameter_groups", name, "CacheParameterGroupNotFound", "Parameter group")


@fix(
    "elasticache: user groups exist",
    aws="A user group holds users, one of them with the user name `default`, and lists the replication groups that "
    "use it. Each user lists its groups.",
    kind="enforced",
)
def user_groups() -> None:
    _tags_of(":usergroup:")

    @adds(ElastiCacheResponse, "create_user_group")
    def create(self: Any) -> ActionResult:
        name = self._get_param("UserGroupId")
        groups = store(self.elasticache_backend, "user_groups")
        if name in groups:
            raise ElastiCacheException("UserGroupAlreadyExists", f"User group {name} already exists.")
        group = {
            "ARN": f"arn:aws:elasticache:{self.region}:{self.current_account}:usergroup:{name}",
            "Engine": self._get_param("Engine").lower(),
            "MinimumEngineVersion": "6.0",
            "Status": "active",
            "UserGroupId": name,
            "UserIds": [],
        }
        _set_users(self, group, self._get_param("UserIds", []))
        groups[name] = group
        self.elasticache_backend.add_tags_to_resource(group["ARN"], self._get_param("Tags", []))
        return ActionResult(_with_users(self, group))

    @adds(ElastiCacheResponse, "describe_user_groups")
    def describe(self: Any) -> ActionResult:
        name = self._get_param("UserGroupId")
        groups = store(self.elasticache_backend, "user_groups")
        found = [_user_group(self, name)] if name else list(groups.values())
        return ActionResult({"UserGroups": [_with_users(self, group) for group in found]})

    @adds(ElastiCacheResponse, "modify_user_group")
    def modify(self: Any) -> ActionResult:
        group = _user_group(self, self._get_param("UserGroupId"))
        leaving = self._get_param("UserIdsToRemove", [])
        kept = [user for user in group["UserIds"] if user not in leaving]
        _set_users(self, group, kept + self._get_param("UserIdsToAdd", []))
        return ActionResult(_with_users(self, group))

    @adds(ElastiCacheResponse, "delete_user_group")
    def delete(self: Any) -> ActionResult:
        name = self._get_param("UserGroupId")
        group = _user_group(self, name)
        _set_users(self, group, [])
        del store(self.elasticache_backend, "user_groups")[name]
        return ActionResult({**group, "Status": "deleting"})


def _user_group(response: Any, name: str) -> dict[str, Any]:
    return _stored(response, "user_groups", name, "UserGroupNotFound", "User group")


def _set_users(response: Any, group: dict[str, Any], wanted: list[str]) -> None:
    users = response.elasticache_backend.users
    for user_id in wanted:
        if user_id not in users:
            raise ElastiCacheException("UserNotFound", f"User {user_id} not found.")
    if wanted and not any(users[user_id].name == "default" for user_id in wanted):
        raise ElastiCacheException("DefaultUserRequired", "A user group needs a user with the user name default.")
    for user_id in group["UserIds"]:
        users[user_id].user_group_ids.remove(group["UserGroupId"])
    for user_id in wanted:
        users[user_id].user_group_ids.append(group["UserGroupId"])
    group["UserIds"] = wanted


def _with_users(response: Any, group: dict[str, Any]) -> dict[str, Any]:
    caches = response.elasticache_backend.replication_groups.values()
    used_by = [c.replication_group_id for c in caches if group["UserGroupId"] in c.user_group_ids]
    return {**group, "ReplicationGroups": used_by}


def _stored(response: Any, kind: str, name: str, code: str, label: str) -> dict[str, Any]:
    """Return what is kept under a name, or refuse as AWS does where there is nothing."""
    found: dict[str, Any] | None = store(response.elasticache_backend, kind).get(name)
    if found is None:
        raise ElastiCacheException(code, f"{label} {name} not found.")
    return found


def _tags_of(kind: str) -> None:
    """Let the tags of a kind of resource be read; moto knows a fixed list of kinds."""

    @around(ElastiCacheBackend, "list_tags_for_resource")
    def list_tags(original: Any, self: Any, arn: str) -> Any:
        return self.tagging_service.list_tags_for_resource(arn) if kind in arn else original(self, arn)


@fix(
    "elasticache: serverless caches exist",
    aws="A serverless cache has an endpoint for writers and one for readers, its limits, network, key and snapshots; "
    "deleted, it is gone. Nothing is served behind the endpoints here.",
    kind="accepted",
)
def serverless_caches() -> None:
    _tags_of(":serverlesscache:")

    @adds_call(ElastiCacheResponse, "create_serverless_cache")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["ServerlessCacheName"].lower()
        caches = store(self.elasticache_backend, "serverless_caches")
        if name in caches:
            raise ElastiCacheException("ServerlessCacheAlreadyExistsFault", f"Serverless cache {name} already exists.")
        arn = f"arn:aws:elasticache:{self.region}:{self.current_account}:serverlesscache:{name}"
        self.elasticache_backend.add_tags_to_resource(arn, given.pop("Tags", []))
        host = f"{name}.serverless.{self.region}.cache.amazonaws.com"
        caches[name] = {
            **given,
            "ARN": arn,
            "CreateTime": utcnow(),
            "Endpoint": {"Address": host, "Port": 6379},
            "FullEngineVersion": f"{given.get('MajorEngineVersion', '7')}.1",
            "ReaderEndpoint": {"Address": host, "Port": 6380},
            "ServerlessCacheName": name,
            "Status": "available",
        }
        return {"ServerlessCache": caches[name]}

    @adds_call(ElastiCacheResponse, "describe_serverless_caches")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given.get("ServerlessCacheName")
        caches = store(self.elasticache_backend, "serverless_caches")
        return {"ServerlessCaches": [_serverless_cache(self, name)] if name else list(caches.values())}

    @adds_call(ElastiCacheResponse, "modify_serverless_cache")
    def modify(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        cache = _serverless_cache(self, given.pop("ServerlessCacheName"))
        if given.pop("RemoveUserGroup", False):
            cache.pop("UserGroupId", None)
        cache.update(given)
        return {"ServerlessCache": cache}

    @adds_call(ElastiCacheResponse, "delete_serverless_cache")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        cache = _serverless_cache(self, given["ServerlessCacheName"])
        del store(self.elasticache_backend, "serverless_caches")[cache["ServerlessCacheName"]]
        return {"ServerlessCache": {**cache, "Status": "deleting"}}


def _serverless_cache(response: Any, name: str) -> dict[str, Any]:
    return _stored(response, "serverless_caches", name, "ServerlessCacheNotFoundFault", "Serverless cache")
