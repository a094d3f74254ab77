"""The stack is built in another region by changing variables only: what was applied here is, and its tfvars name another one."""

import re

import pytest
from acting import REGION

pytestmark = [pytest.mark.applied("social-flow", environments=["development"]), pytest.mark.emulator("accepts")]

#: CloudFront takes its certificates from there only, and delivers its logs there only.
SINGLE_REGION = {
    "aws_acm_certificate": "us-east-1",
    "aws_acm_certificate_validation": "us-east-1",
    "aws_cloudwatch_log_delivery": "us-east-1",
    "aws_cloudwatch_log_delivery_destination": "us-east-1",
    "aws_cloudwatch_log_delivery_source": "us-east-1",
}
ARN = re.compile(r"arn:aws:[a-z0-9-]+:([a-z]{2}-[a-z]+-\d)?:")


@pytest.mark.requirement("SF-DR-002")
def test_everything_lies_in_the_region_that_the_variables_name(applied):
    lies = {(r.type, found[1]) for r in applied.managed if (found := ARN.match(str(r.values.get("arn", ""))))}
    elsewhere = {(kind, region) for kind, region in lies if region not in (REGION, None)}
    assert len({kind for kind, region in lies if region == REGION}) > 20
    assert elsewhere <= SINGLE_REGION.items()
