"""SARC-NG: what all buckets have in common, those of backups, of logs, of the trail and of the second region."""

import pytest
from buckets import of_every_bucket


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-SEC-007")
def test_every_bucket_is_encrypted_that_of_backups_too(plan):
    encrypted = of_every_bucket(plan, "aws_s3_bucket_server_side_encryption_configuration")
    assert any(".backups." in address for address in encrypted)
    for encryption in encrypted.values():
        assert encryption["rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"] in {"AES256", "aws:kms"}


@pytest.mark.plan("sarc-ng")
@pytest.mark.requirement("SN-STO-001")
def test_every_bucket_is_private_that_of_backups_too(plan):
    private = of_every_bucket(plan, "aws_s3_bucket_public_access_block")
    assert any(".backups." in address for address in private)
    for block in private.values():
        assert block["block_public_acls"] is block["block_public_policy"] is True
        assert block["ignore_public_acls"] is block["restrict_public_buckets"] is True
