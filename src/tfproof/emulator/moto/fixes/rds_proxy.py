"""Proxies of Amazon RDS."""

from __future__ import annotations

from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random
from moto.rds.models import RDSBackend, RDSBaseModel
from moto.rds.responses import RDSResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, known
from tfproof.emulator.moto.fixes.patching import around, store

#: What ModifyDBProxy changes, by what it is called in a request.
_CHANGED = {
    "auth": "auth",
    "debug_logging": "debug_logging",
    "idle_client_timeout": "idle_client_timeout",
    "require_tls": "require_tls",
    "role_arn": "role_arn",
    "security_groups": "vpc_security_group_ids",
}


class _Endpoint(RDSBaseModel):
    """An endpoint beside the one that a proxy has anyway."""

    resource_type = "db-proxy-endpoint"

    def __init__(self, backend: RDSBackend, given: dict[str, Any]) -> None:
        super().__init__(backend)
        self.unique_id = f"prx-endpoint-{mock_random.get_random_hex(17)}"
        self.created_date = utcnow()
        self.db_proxy_endpoint_name = given["db_proxy_endpoint_name"]
        self.db_proxy_name = given["db_proxy_name"]
        self.endpoint = f"{self.db_proxy_endpoint_name}.endpoint.proxy-x.{self.region}.rds.amazonaws.com"
        self.is_default = False
        self.status = "available"
        self.tags = given.get("tags", [])
        self.target_role = given.get("target_role", "READ_WRITE")
        self.vpc_security_group_ids = given.get("vpc_security_group_ids", [])
        self.vpc_subnet_ids = given["vpc_subnet_ids"]
        (first, *_) = ec2_backends[self.account_id][self.region].describe_subnets(self.vpc_subnet_ids)
        self.vpc_id = first.vpc_id

    @property
    def resource_id(self) -> str:
        """The end of its ARN."""
        return self.unique_id

    @property
    def db_proxy_endpoint_arn(self) -> str:
        """Its ARN, as the API calls it."""
        return self.arn


@fix(
    "rds: a proxy can be changed",
    aws="ModifyDBProxy changes who signs in, how, and for how long, the role, the groups and the name.",
    kind="accepted",
)
def modify_proxy() -> None:
    @adds_call(RDSResponse, "modify_db_proxy")
    def modify(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        proxy = self.backend.db_proxies.pop(given["db_proxy_name"])
        for name, attribute in _CHANGED.items():
            if name in given:
                setattr(proxy, attribute, given[name])
        proxy.db_proxy_name = given.get("new_db_proxy_name", proxy.db_proxy_name)
        self.backend.db_proxies[proxy.db_proxy_name] = proxy
        return {"DBProxy": proxy}


@fix(
    "rds: a proxy has further endpoints",
    aws="An endpoint of a proxy leads to the readers of a cluster, or is in other subnets; it goes before its proxy does.",
    kind="accepted",
)
def proxy_endpoints() -> None:
    @around(RDSBackend, "_get_resource_for_tagging")
    def tagged(original: Any, self: Any, arn: str) -> Any:
        return store(self, "proxy_endpoints").get(arn.rpartition(":")[2]) or original(self, arn)

    @adds_call(RDSResponse, "create_db_proxy_endpoint")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["db_proxy_name"]
        known(self.backend.db_proxies, name, "DBProxyNotFoundFault", f"DBProxy {name} not found.")
        endpoint = _Endpoint(self.backend, given)
        store(self.backend, "proxy_endpoints")[endpoint.resource_id] = endpoint
        return {"DBProxyEndpoint": endpoint}

    @adds_call(RDSResponse, "describe_db_proxy_endpoints")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        return {"DBProxyEndpoints": _endpoints(self, given)}

    @adds_call(RDSResponse, "modify_db_proxy_endpoint")
    def modify(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        (endpoint,) = _endpoints(self, given)
        endpoint.vpc_security_group_ids = given.get("vpc_security_group_ids", endpoint.vpc_security_group_ids)
        endpoint.db_proxy_endpoint_name = given.get("new_db_proxy_endpoint_name", endpoint.db_proxy_endpoint_name)
        return {"DBProxyEndpoint": endpoint}

    @adds_call(RDSResponse, "delete_db_proxy_endpoint")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        (endpoint,) = _endpoints(self, given)
        return {"DBProxyEndpoint": store(self.backend, "proxy_endpoints").pop(endpoint.resource_id)}


def _endpoints(response: Any, given: dict[str, Any]) -> list[_Endpoint]:
    """The endpoints that a request asks for; refused where it names one that is not there."""
    found = [
        one
        for one in store(response.backend, "proxy_endpoints").values()
        if given.get("db_proxy_name", one.db_proxy_name) == one.db_proxy_name
        if given.get("db_proxy_endpoint_name", one.db_proxy_endpoint_name) == one.db_proxy_endpoint_name
    ]
    if not found and "db_proxy_endpoint_name" in given:
        raise Refusal("DBProxyEndpointNotFoundFault", f"No endpoint {given['db_proxy_endpoint_name']} found.")
    return found
