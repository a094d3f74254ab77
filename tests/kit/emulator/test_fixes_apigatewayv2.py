"""HTTP APIs whose stages and domains can be made and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator

CONFIGURATION = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1", "EndpointType": "REGIONAL"}


def make_domain(aws: Emulator) -> Any:
    aws.client("apigatewayv2").create_domain_name(
        DomainName="api.example.com", DomainNameConfigurations=[CONFIGURATION]
    )


def configuration(aws: Emulator) -> dict[str, Any]:
    (found,) = aws.client("apigatewayv2").get_domain_name(DomainName="api.example.com")["DomainNameConfigurations"]
    return found


@pytest.mark.fix("apigatewayv2: a domain has a target")
def test_a_domain_is_available_and_has_a_target(aws: Emulator) -> None:
    make_domain(aws)
    found = configuration(aws)
    assert found["DomainNameStatus"] == "AVAILABLE"
    assert found["ApiGatewayDomainName"].endswith(".execute-api.us-east-1.amazonaws.com")


@pytest.mark.fix("apigatewayv2: a domain that asks for no certificates says so")
def test_a_domain_asks_its_clients_for_no_certificates(aws: Emulator) -> None:
    make_domain(aws)
    found = aws.client("apigatewayv2").get_domain_name(DomainName="api.example.com")
    assert "MutualTlsAuthentication" not in found


@pytest.mark.fix("apigatewayv2: a domain can be changed")
def test_a_domain_takes_another_certificate(aws: Emulator) -> None:
    make_domain(aws)
    other = {**CONFIGURATION, "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/2"}
    aws.client("apigatewayv2").update_domain_name(DomainName="api.example.com", DomainNameConfigurations=[other])
    assert configuration(aws)["CertificateArn"] == other["CertificateArn"]


@pytest.mark.fix("apigatewayv2: a stage can be changed")
def test_a_stage_takes_other_limits_and_keeps_its_log(aws: Emulator) -> None:
    client = aws.client("apigatewayv2")
    api = client.create_api(Name="orders", ProtocolType="HTTP")["ApiId"]
    log = {"DestinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:orders", "Format": "$context.requestId"}
    client.create_stage(ApiId=api, StageName="$default", AccessLogSettings=log)
    limits = {"ThrottlingBurstLimit": 20, "ThrottlingRateLimit": 10.0}
    client.update_stage(ApiId=api, StageName="$default", DefaultRouteSettings=limits)
    found = client.get_stage(ApiId=api, StageName="$default")
    assert (found["AccessLogSettings"], found["DefaultRouteSettings"]) == (log, limits)
