"""IndiVillage: what all buckets have in common, and how instances reach the files that they share."""

import base64

import pytest
from buckets import of_every_bucket
from systems import PROJECT

SINGLE_ZONE = {"EXPRESS_ONEZONE", "ONEZONE_IA"}
#: What is kept until somebody replaces it (docs/operations/indivillage/data-governance.md).
KEPT = "assets"


def lifecycles(plan):
    """The rules of every bucket, by its address."""
    return {r.address: r["rule"] for r in plan.of("aws_s3_bucket_lifecycle_configuration")}


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-STO-023")
def test_no_object_lies_in_a_single_zone(plan):
    classes = {
        move["storage_class"]
        for rules in lifecycles(plan).values()
        for rule in rules
        for move in [*rule["transition"], *rule["noncurrent_version_transition"]]
    }
    assert classes
    assert not classes & SINGLE_ZONE
    assert not plan.of("aws_s3_directory_bucket")


#: What stands beside every bucket, by the rows that say "every".
COMPANIONS = {
    "aws_s3_bucket_lifecycle_configuration": ("IV-STO-008", "IV-STO-009", "IV-STO-024"),
    "aws_s3_bucket_ownership_controls": ("IV-STO-012",),
    "aws_s3_bucket_policy": ("IV-SEC-024", "IV-SEC-048"),
    "aws_s3_bucket_public_access_block": ("IV-SEC-039", "IV-STO-012"),
    "aws_s3_bucket_server_side_encryption_configuration": ("IV-SEC-020", "IV-STO-006"),
    "aws_s3_bucket_versioning": ("IV-STO-009",),
}
BESIDE = [
    pytest.param(
        kind,
        id=f"{root}-{environment}-{kind}",
        marks=[pytest.mark.plan(root, environment=environment), pytest.mark.requirement(*ids)],
    )
    for root in ("indivillage", "indivillage-account-baseline", "indivillage-disaster-recovery")
    for environment in PROJECT.environments(root)
    for kind, ids in COMPANIONS.items()
]


@pytest.mark.parametrize("kind", BESIDE)
def test_every_bucket_has_one_of_its_own(plan, kind):
    """That each of them is as it should be is a fact; here none is without."""
    assert of_every_bucket(plan, kind)


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-STO-024")
def test_every_bucket_ends_or_is_meant_to_be_kept(plan):
    found = lifecycles(plan)
    assert len(found) == len(plan.of("aws_s3_bucket"))
    for address, rules in found.items():
        ends = [rule["expiration"] for rule in rules if rule["expiration"]]
        assert ends or f'["{KEPT}"]' in address, address


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-STO-021")
def test_instances_of_both_tiers_mount_the_shared_files_at_boot(plan):
    assert plan.of("aws_efs_access_point")
    told = {p["name"].partition("/files/")[2]: p for p in plan.of("aws_ssm_parameter") if "/files/" in p["name"]}
    assert told["file-system"].refers_to("insecure_value", "aws_efs_file_system")
    for template in plan.of("aws_launch_template"):
        script = base64.b64decode(template["user_data"]).decode()
        for door in ("processing", "settings"):
            assert told[f"access-point-{door}"].refers_to("insecure_value", "aws_efs_access_point")
            line = f"/mnt/indivillage/{door} efs _netdev,noresvport,tls,iam,accesspoint=$(setting files/access-point-{door}) 0 0"
            assert f'echo "$(setting files/file-system):/ {line}" >> /etc/fstab' in script
        assert "mount --all --types efs" in script


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-STO-021")
def test_the_shared_files_admit_both_tiers_over_nfs(plan):
    clients = {
        client.index
        for rule in plan.of("aws_vpc_security_group_ingress_rule")
        if rule["from_port"] == 2049
        for client in rule.refers_to("referenced_security_group_id", "aws_security_group")
    }
    assert clients == {"app", "web"}
    assert plan.of("aws_efs_mount_target")
