"""The script that verifies a deployment, asked about IndiVillage as it was applied, and about one that has lost something."""

import copy

import pytest
from verifying import verified

pytestmark = pytest.mark.applied("indivillage")

#: What of the state is handed to the script, and how AWS would call each of them if it were another one. An emulator runs neither
#: tasks nor caches, so that only what is there or not there is asked for.
NAMED = {
    "aws_db_instance": {"identifier": "gone"},
    "aws_lb": {"arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/gone/0123456789abcdef"},
    "aws_s3_bucket": {"bucket": "gone-123456789012"},
}


@pytest.fixture
def verify(applied, emulator, environment, tmp_path):
    """Runs the script on the resources of these types, some of which have other names; returns its code and what it said."""
    there = [
        {"address": r.address, "type": r.type, "values": {name: r[name] for name in ("arn", *NAMED[r.type])}}
        for r in applied.of(*NAMED)
    ]

    def run(missing=""):
        resources = copy.deepcopy(there)
        for one in [r for r in resources if r["type"] == missing][:1]:
            one["values"] |= NAMED[missing]
        return verified(environment, resources, emulator.endpoint, tmp_path)

    return run


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-OPS-013")
def test_what_was_applied_is_found_to_work(verify):
    code, said = verify()
    assert code == 0, said


@pytest.mark.emulator("enforces")
@pytest.mark.requirement("IV-OPS-013")
@pytest.mark.parametrize("kind", NAMED)
def test_a_resource_that_is_missing_is_named(verify, kind):
    code, said = verify(missing=kind)
    assert code == 1, said
    assert f"{kind}.this" in said.splitlines()[0]
