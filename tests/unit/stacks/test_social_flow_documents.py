"""Social Flow: the documents lead to what its specification asks for."""

import re

import pytest
from systems import System, table

from tfproof.terraform.hcl import read_directory

SYSTEM = System("social-flow")


@pytest.mark.requirement("SF-DR-001")
@pytest.mark.parametrize(
    "name",
    [
        "restore-database.md",
        "promote-replica-region.md",
        "rebuild-in-another-region.md",
        "redis-loss.md",
        "rotate-secrets.md",
        "roll-back-deployment.md",
        "recover-state.md",
    ],
)
def test_disaster_recovery_leads_to_a_runbook_with_steps_and_an_end(name):
    text = (SYSTEM.runbooks / name).read_text()
    assert f"({name})" in (SYSTEM.runbooks / "disaster-recovery.md").read_text()
    assert "**When:**" in text
    assert "**Done when**" in text
    assert len(re.findall(r"^\d+\. ", text, re.M)) >= 4


def test_the_runbook_says_how_to_take_over_what_the_account_has_already():
    rows = table(SYSTEM.documents / "DEPLOYMENT.md", "what", "address to import to", "identifier", "switch")
    calls = read_directory(SYSTEM.stack).module_calls
    for row in rows:
        module, kind, name = re.match(r"`module\.(\w+)\[0\]\.(\w+)\.(\w+)", row["address to import to"]).groups()
        source = SYSTEM.stack / str(calls[module].attributes["source"].literal())
        assert read_directory(source).find("resource", kind, name), row
    named = {re.search(r"(aws_\w+)", row["address to import to"])[1] for row in rows}
    assert named >= {"aws_ce_anomaly_monitor", "aws_guardduty_detector", "aws_securityhub_account"}


@pytest.mark.parametrize("group", ["GuardDutyManagedSecurityGroup-$VPC", "CloudFront-VPCOrigins-Service-SG"])
def test_the_runbook_takes_out_the_groups_that_services_make_in_the_network(group):
    text = (SYSTEM.documents / "DEPLOYMENT.md").read_text()
    (block,) = [b for b in re.findall(r"```sh\n(.*?)```", text, re.S) if f"Values={group}" in b]
    assert 'aws ec2 delete-security-group --group-id "$GROUP"' in block
