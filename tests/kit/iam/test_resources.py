"""ARN patterns that mean every resource of a kind."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof.iam.resources import names_every
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference

BUCKET = Reference("aws_s3_bucket.b", "arn")
ACCOUNT = Reference("data.aws_caller_identity.current", "account_id")
LATER = Reference("terraform_data.x", "output")


@pytest.mark.parametrize(
    "resource",
    [
        "*",
        "**",
        "?*",
        "arn:*",
        "arn:aws:*",
        "arn:aws:s3*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::*/*",
        "arn:aws:s3:::?*",
        "arn:aws:s3:::**",
        "arn:*:s3:::*",
        "arn:aws-cn:s3:::*",
        "arn:aws:iam::*:role/*",
        "arn:aws:iam::123456789012:role/*",
        "arn:aws:iam::????????????:role/*",
        "arn:aws:iam::*:role/????????",
        "arn:aws:iam::*:role*",
        "*:role/*",
        "arn:aws:secretsmanager:*:*:secret:*",
        "arn:aws:dynamodb:eu-*:*:table/*",
        "arn:aws:kms:eu-west-1:123456789012:key/*",
        "arn:aws:logs:*:*:*",
        "arn:aws:sns:eu-west-1:123456789012:*",
        "arn:aws:apigateway:eu-west-1::/restapis/*",
        "arn:aws:nosuch:eu-west-1:123456789012:thing/*",
        "arn:aws:nosuch:eu-west-1:123456789012:*",
        PartialText(("arn:aws:iam::", ACCOUNT, ":role/*")),
        OneOf(["*", "arn:aws:s3:::*"]),
    ],
)
def test_every_resource_of_a_kind(resource: Any) -> None:
    assert names_every(resource) is True


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:s3:::acme",
        "arn:aws:s3:::acme-*",
        "arn:aws:s3:::acme/*",
        "arn:aws:s3:::acme-data/in/*",
        "arn:aws:s3:::*-logs/*",
        "arn:aws:iam::*:role/deploy",
        "arn:aws:iam::*:role/deploy-*",
        "arn:aws:iam::*:role/team/*",
        "arn:aws:logs:*:*:log-group:/aws/lambda/*",
        "arn:aws:dynamodb:*:*:table/orders/index/*",
        "arn:aws:s3:eu-west-1:123456789012:access-grants/default",
        "arn:aws:iam::*:user/${aws:username}",
        "arn:aws:nosuch:eu-west-1:123456789012:thing/a*",
        "",
        BUCKET,
        PartialText((BUCKET, "/*")),
        PartialText(("arn:aws:s3:::", Reference("aws_s3_bucket.b", "id"), "/*")),
        PartialText(("arn:aws:iam::", ACCOUNT, ":role/deploy-*")),
        PartialText(("arn:aws:s3:::acme-", UNKNOWN)),
    ],
)
def test_particular_resources(resource: Any) -> None:
    assert names_every(resource) is False


@pytest.mark.parametrize(
    "resource",
    [
        UNKNOWN,
        LATER,
        PartialText(("arn:aws:s3:::", UNKNOWN)),
        PartialText(("arn:aws:s3:::", LATER, "/*")),
        PartialText(("arn:aws:iam::*:role/", UNKNOWN)),
        OneOf(["*", "arn:aws:s3:::acme"]),
    ],
)
def test_what_is_not_known_may_be_every_resource(resource: Any) -> None:
    assert names_every(resource) is None
