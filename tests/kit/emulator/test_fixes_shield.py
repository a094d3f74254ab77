"""Shield Advanced, with what the provider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

CDN = "arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7"
CHECK = "arn:aws:route53:::healthcheck/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"


def make_protection(aws: Emulator) -> tuple[Any, str]:
    """Subscribe and protect a distribution; return the client and the protection's identifier."""
    shield = aws.client("shield")
    shield.create_subscription()
    return shield, shield.create_protection(Name="cdn", ResourceArn=CDN)["ProtectionId"]


@pytest.mark.fix("shield: nothing is protected without a subscription")
def test_nothing_is_protected_without_a_subscription(aws: Emulator) -> None:
    shield = aws.client("shield")
    with pytest.raises(shield.exceptions.ResourceNotFoundException):
        shield.create_protection(Name="cdn", ResourceArn=CDN)
    _, protection = make_protection(aws)
    assert shield.describe_protection(ProtectionId=protection)["Protection"]["ResourceArn"] == CDN


@pytest.mark.fix("shield: a subscription is read and changed")
def test_a_subscription_runs_for_a_year_and_need_not_go_on(aws: Emulator) -> None:
    shield = aws.client("shield")
    with pytest.raises(shield.exceptions.ResourceNotFoundException):
        shield.describe_subscription()
    shield.create_subscription()
    shield.update_subscription(AutoRenew="DISABLED")
    found = shield.describe_subscription()["Subscription"]
    assert found["AutoRenew"] == "DISABLED"
    assert (found["EndTime"] - found["StartTime"]).days == 365


@pytest.mark.fix("shield: protections know how healthy a resource is")
def test_a_protection_has_health_checks(aws: Emulator) -> None:
    shield, protection = make_protection(aws)
    shield.associate_health_check(ProtectionId=protection, HealthCheckArn=CHECK)
    found = shield.describe_protection(ProtectionId=protection)["Protection"]
    assert found["HealthCheckIds"] == [CHECK.rpartition("/")[2]]
    shield.disassociate_health_check(ProtectionId=protection, HealthCheckArn=CHECK)
    assert "HealthCheckIds" not in shield.describe_protection(ProtectionId=protection)["Protection"]


@pytest.mark.fix("shield: floods of requests are answered")
def test_a_protection_answers_floods_of_requests(aws: Emulator) -> None:
    shield, protection = make_protection(aws)
    shield.enable_application_layer_automatic_response(ResourceArn=CDN, Action={"Count": {}})
    shield.update_application_layer_automatic_response(ResourceArn=CDN, Action={"Block": {}})
    found = shield.describe_protection(ProtectionId=protection)["Protection"]
    assert found["ApplicationLayerAutomaticResponseConfiguration"] == {"Action": {"Block": {}}, "Status": "ENABLED"}
    shield.disable_application_layer_automatic_response(ResourceArn=CDN)
    found = shield.describe_protection(ProtectionId=protection)["Protection"]
    assert "ApplicationLayerAutomaticResponseConfiguration" not in found
