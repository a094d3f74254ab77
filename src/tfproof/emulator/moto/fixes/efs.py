"""Amazon EFS."""

from __future__ import annotations

from typing import Any

from moto.efs.models import EFSBackend
from moto.efs.responses import EFSResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call
from tfproof.emulator.moto.fixes.patching import around, store


@fix(
    "efs: automatic backups can be switched",
    aws="PutBackupPolicy switches the daily backups of AWS Backup on or off for a file system that is there.",
    kind="accepted",
)
def backup_policy() -> None:
    @adds_call(EFSResponse, "put_backup_policy")
    def put(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.efs_backend.describe_file_systems(file_system_id=given["FileSystemId"])
        store(self.efs_backend, "backup_policies")[given["FileSystemId"]] = given["BackupPolicy"]
        return {"BackupPolicy": given["BackupPolicy"]}

    @around(EFSBackend, "describe_backup_policy")
    def describe(original: Any, self: Any, file_system_id: str) -> Any:
        return store(self, "backup_policies").get(file_system_id) or original(self, file_system_id)


@fix(
    "efs: the policy of a file system can be deleted",
    aws="DeleteFileSystemPolicy leaves the file system without a policy of its own.",
    kind="accepted",
)
def delete_policy() -> None:
    @adds_call(EFSResponse, "delete_file_system_policy")
    def delete(self: Any, given: dict[str, Any]) -> None:
        _, (found,) = self.efs_backend.describe_file_systems(file_system_id=given["FileSystemId"])
        found.file_system_policy = None
