"""Whether what was issued can be taken back, and what is deployed comes in steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, outside
from tfproof.checks.reading import argument, every, flag, number

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "resilience.ca-revocation",
    title="Certificates of private authorities can be revoked",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/privateca/latest/userguide/revocation-setup.html",
    types=("aws_acmpca_certificate_authority",),
    remediation="Add revocation_configuration with a crl_configuration or an ocsp_configuration that is enabled.",
    when=lambda r: argument(r, "usage_mode", "GENERAL_PURPOSE") != "SHORT_LIVED_CERTIFICATE",
)
def ca_revocation(r: Resource, _: Context) -> Answer:
    """Reads whether the list of revoked certificates or OCSP is enabled, both off unless set. Otherwise a stolen key is
    good until its certificate ends. Authorities whose certificates live a week at most are not in the population."""
    ways = ("crl_configuration", "ocsp_configuration")
    return any_of(partial(_is_on, r, f"revocation_configuration.0.{way}.0.enabled") for way in ways)


def _is_on(r: Resource, path: str) -> Answer:
    on = flag(r, path)
    return holds(on, f"{path} is true", f"{path} is not true")


_CONFIG = "aws_codedeploy_deployment_config"
_AT_ONCE = ("CodeDeployDefault.AllAtOnce", "CodeDeployDefault.LambdaAllAtOnce", "CodeDeployDefault.ECSAllAtOnce")


@check(
    "resilience.codedeploy-gradual",
    title="Deployments do not change everything at once",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
    types=("aws_codedeploy_deployment_group",),
    looks_at=(_CONFIG,),
    remediation="Use a canary, linear or one-at-a-time configuration.",
)
def codedeploy_gradual(r: Resource, _: Context) -> Answer:
    """Reads `deployment_config_name`, one at a time unless set, and of a configuration in the plan how it shifts traffic,
    or how many hosts it keeps. A version that is broken otherwise reaches every caller before anybody can stop it."""
    named = r.members("deployment_config_name", _CONFIG)
    if named.found or named.open:
        return every(named, _is_gradual, none=fails("deployment_config_name names nothing"))
    name = str(argument(r, "deployment_config_name", "CodeDeployDefault.OneAtATime"))
    if not name.startswith("CodeDeployDefault."):
        outside(f"the deployment configuration {name}")
    return holds(name not in _AT_ONCE, f"deployment_config_name is {name}", f"deployment_config_name is {name}")


def _is_gradual(config: Resource) -> Answer:
    if argument(config, "compute_platform", "Server") == "Server":
        kept = number(config, "minimum_healthy_hosts.0.value")
        return holds(kept > 0, f"{config.address} keeps {kept} healthy", f"{config.address} keeps no host healthy")
    way = argument(config, "traffic_routing_config.0.type", "AllAtOnce")
    return holds(way != "AllAtOnce", f"{config.address} shifts by {way}", f"{config.address} shifts {way}")
