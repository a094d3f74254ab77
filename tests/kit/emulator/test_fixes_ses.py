"""SES: what a domain has to show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


@pytest.mark.fix("ses: a domain has three tokens")
def test_a_domain_has_three_tokens_that_stay(aws: Emulator) -> None:
    ses = aws.client("sesv2")
    ses.create_email_identity(
        EmailIdentity="example.net", DkimSigningAttributes={"NextSigningKeyLength": "RSA_2048_BIT"}
    )
    signed = ses.get_email_identity(EmailIdentity="example.net")["DkimAttributes"]
    assert len(set(signed["Tokens"])) == 3
    assert (signed["Status"], signed["NextSigningKeyLength"]) == ("PENDING", "RSA_2048_BIT")
    assert ses.get_email_identity(EmailIdentity="example.net")["DkimAttributes"]["Tokens"] == signed["Tokens"]


def test_an_address_has_none(aws: Emulator) -> None:
    ses = aws.client("sesv2")
    ses.create_email_identity(EmailIdentity="somebody@example.net")
    assert "Tokens" not in ses.get_email_identity(EmailIdentity="somebody@example.net")["DkimAttributes"]


@pytest.mark.fix("ses: the time of a key is a number")
def test_the_time_of_a_key_is_a_number(aws: Emulator) -> None:
    ses, bodies = aws.client("sesv2"), []
    ses.meta.events.register("before-parse.sesv2", lambda response_dict, **_: bodies.append(response_dict["body"]))
    ses.create_email_identity(
        EmailIdentity="example.net", DkimSigningAttributes={"NextSigningKeyLength": "RSA_2048_BIT"}
    )
    ses.get_email_identity(EmailIdentity="example.net")
    times = [json.loads(body)["DkimAttributes"]["LastKeyGenerationTimestamp"] for body in bodies]
    assert [type(time) for time in times] == [int, int]


@pytest.mark.fix("ses: an identity has the tags that it is made with")
def test_an_identity_has_the_tags_that_it_is_made_with(aws: Emulator) -> None:
    ses, tags = aws.client("sesv2"), [{"Key": "Owner", "Value": "web"}]
    ses.create_email_identity(EmailIdentity="example.net", Tags=tags)
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.net"
    assert ses.list_tags_for_resource(ResourceArn=arn)["Tags"] == tags
