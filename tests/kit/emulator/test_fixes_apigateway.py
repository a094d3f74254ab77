"""REST APIs that reach what is in a VPC."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


@pytest.mark.fix("apigateway: an integration tells its link")
def test_an_integration_tells_the_link_that_it_goes_through(aws: Emulator) -> None:
    client = aws.client("apigateway")
    api = client.create_rest_api(name="reports")["id"]
    (root,) = client.get_resources(restApiId=api)["items"]
    method = {"restApiId": api, "resourceId": root["id"], "httpMethod": "GET"}
    client.put_method(**method, authorizationType="NONE")
    made = client.put_integration(
        **method,
        type="HTTP_PROXY",
        uri="https://reports.example.com/",
        integrationHttpMethod="GET",
        connectionType="VPC_LINK",
        connectionId="abc123",
    )
    read = client.get_integration(**method)
    assert (made["connectionId"], read["connectionId"]) == ("abc123", "abc123")
