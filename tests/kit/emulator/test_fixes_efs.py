"""File systems whose backups and policy can be changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tfproof.emulator import Emulator


@pytest.mark.fix("efs: automatic backups can be switched")
@pytest.mark.parametrize("status", ["ENABLED", "DISABLED"])
def test_automatic_backups_can_be_switched(aws: Emulator, status: str) -> None:
    client = aws.client("efs")
    name = client.create_file_system(CreationToken="one")["FileSystemId"]
    client.put_backup_policy(FileSystemId=name, BackupPolicy={"Status": status})
    assert client.describe_backup_policy(FileSystemId=name)["BackupPolicy"] == {"Status": status}


@pytest.mark.fix("efs: the policy of a file system can be deleted")
def test_the_policy_of_a_file_system_can_be_deleted(aws: Emulator) -> None:
    client = aws.client("efs")
    name = client.create_file_system(CreationToken="one")["FileSystemId"]
    client.put_file_system_policy(FileSystemId=name, Policy=json.dumps({"Statement": []}))
    client.delete_file_system_policy(FileSystemId=name)
    with pytest.raises(ClientError, match="PolicyNotFound"):
        client.describe_file_system_policy(FileSystemId=name)
