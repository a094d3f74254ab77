"""The table of aspects knows every type of the provider, and does not contradict the arguments of the types."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib import resources

import pytest

from tfproof.checks import Check, registry
from tfproof.checks.aspects import aspects, aspects_of, families
from tfproof.iam import carriers
from tfproof.plans.schema import Schema
from tfproof.testing import assert_aspect_fits

SCHEMA = Schema.load()
MANAGED = [t for t in SCHEMA.types if not t.startswith("data.")]
#: They go for every type, so the table does not list them.
IMPLIED = {"residency", "tagging"}

#: Arguments that show by their name that the type has the aspect.
TELLING = {
    "at-rest": r"(.*_)?kms(_master|_data)?_key(_arn|_id|_identifier|s)?|kms_arn|encrypted|storage_encrypted"
    r"|server_side_encryption|customer_(managed_key|encryption_key_arn)|encryption_key(_arn)?",
    "exposure": r"publicly_accessible|is_publicly_accessible|associate_public_ip_address|assign_public_ip"
    r"|endpoint_public_access|public_connectivity|(vpc_)?security_group_ids|security_group_arns|cidr_blocks",
    "logging": r"access_logs?|access_log_settings|logging|logging_config(uration)?|log_publishing_options"
    r"|enabled?_cloudwatch_logs_exports|log_delivery_configuration|xray_enabled|xray_tracing_enabled|tracing_config",
    "resilience": r"deletion_protection(_enabled)?|enable_deletion_protection|delete_protection|multi_az(_enabled)?"
    r"|backup_retention_period|snapshot_retention_limit|termination_protection(_enabled)?|dead_letter_config",
    "secrets": r"(master_|admin_|user_|root_)?password|user_data(_base64)?|environment_variables?|secret_string"
    r"|client_secret|auth_token|api_key|shared_secret|container_definitions",
    "maintenance": r"auto_minor_version_upgrade|ca_cert_identifier|kafka_version|airflow_version|glue_version",
}

#: What these arguments name is no aspect of the type itself.
EXCUSED = {
    ("aws_networkfirewall_logging_configuration", "logging"): "completes aws_networkfirewall_firewall",
    ("aws_verifiedaccess_instance_logging_configuration", "logging"): "completes aws_verifiedaccess_instance",
    ("aws_route53_cidr_location", "exposure"): "blocks to route answers by, which admit nobody",
    ("aws_vpclattice_service_network_vpc_association", "exposure"): "completes aws_vpclattice_service_network",
}


@cache
def arguments(resource_type: str, path: str = "") -> frozenset[str]:
    """Return the names of everything that one can set, at any depth."""
    found: set[str] = set()
    for name in SCHEMA.names_in(resource_type, path):
        inner = f"{path}.{name}".lstrip(".")
        kind = SCHEMA.kind_of(resource_type, inner)
        if kind and kind.settable:
            levels = len([word for word in kind.shape if word in ("list", "set")])
            found |= {name} | (arguments(resource_type, inner + ".*" * levels) if kind.shape[-1] == "object" else set())
    return frozenset(found)


def test_every_type_of_the_provider_is_in_the_table() -> None:
    assert [t for t in MANAGED if aspects_of(t) is None] == []


def test_the_table_knows_no_type_that_the_provider_does_not() -> None:
    listed = {t for family in families().values() for t in family}
    assert sorted(listed - set(MANAGED)) == []


def test_no_type_stands_in_the_table_twice() -> None:
    times = Counter(t for family in families().values() for t in family)
    assert [t for t, count in times.items() if count > 1] == []


def test_only_declared_aspects_are_used_and_each_is() -> None:
    used = {aspect for family in families().values() for own in family.values() for aspect in own}
    assert used == set(aspects()) - IMPLIED


@pytest.mark.parametrize("aspect", aspects())
def test_an_aspect_is_explained_in_a_sentence(aspect: str) -> None:
    assert re.fullmatch(r"[A-Z][^.]+\.", aspects()[aspect])


def test_a_type_that_the_table_does_not_know_has_no_answer() -> None:
    assert aspects_of("random_pet") is None


@pytest.mark.parametrize("aspect", TELLING)
def test_a_type_whose_arguments_tell_of_an_aspect_has_it(aspect: str) -> None:
    telling = {t: sorted(a for a in arguments(t) if re.fullmatch(TELLING[aspect], a)) for t in MANAGED}
    wrong = {
        t: names
        for t, names in telling.items()
        if names and aspect not in (aspects_of(t) or ()) and (t, aspect) not in EXCUSED
    }
    assert wrong == {}


@pytest.mark.parametrize(("resource_type", "aspect"), EXCUSED)
def test_an_excuse_is_needed(resource_type: str, aspect: str) -> None:
    assert aspect not in (aspects_of(resource_type) or ())
    assert any(re.fullmatch(TELLING[aspect], name) for name in arguments(resource_type))


def test_a_type_that_carries_a_policy_has_an_access_policy() -> None:
    """Also where it completes another resource, since that may lie outside of the plan."""
    assert [t for t in carriers.types() if "access-policy" not in (aspects_of(t) or ())] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [(t, t.replace("aws_alb", "aws_lb")) for t in MANAGED if t.startswith("aws_alb")]
    + [(t, t.replace("elasticsearch", "opensearch")) for t in MANAGED if t.startswith("aws_elasticsearch_")]
    + [("aws_default_security_group", "aws_security_group"), ("aws_default_vpc", "aws_vpc")]
    + [("aws_default_subnet", "aws_subnet"), ("aws_default_network_acl", "aws_network_acl")],
)
def test_one_thing_under_two_names_has_the_same_aspects(one: str, other: str) -> None:
    assert aspects_of(one) == aspects_of(other)


@pytest.mark.parametrize("check", registry().values(), ids=registry())
def test_a_check_asks_of_a_type_what_the_type_has(check: Check) -> None:
    assert_aspect_fits(check)


def test_a_requirement_can_name_every_aspect_and_no_other() -> None:
    text = (resources.files("tfproof.frameworks") / "framework.schema.json").read_text(encoding="utf-8")
    assert json.loads(text)["$defs"]["requirement"]["properties"]["aspects"]["items"]["enum"] == list(aspects())
