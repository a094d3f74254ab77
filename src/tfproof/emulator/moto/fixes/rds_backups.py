"""Automated backups of Amazon RDS that are copied to another region."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.moto_api._internal import mock_random
from moto.rds.responses import RDSResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, known
from tfproof.emulator.moto.fixes.patching import adds, around, store


@fix(
    "rds: automated backups can be replicated to another region",
    aws="Snapshots and logs of an instance are copied to the region that asks for them. The instance lists its copies, "
    "and a copy that is no longer replicated is retained.",
    kind="accepted",
)
def replicated_backups() -> None:
    @adds(RDSResponse, "start_db_instance_automated_backups_replication")
    def start(self: Any) -> ActionResult:
        source = self.backend.find_db_from_id(self._get_param("SourceDBInstanceArn"))
        if not source.backup_retention_period:
            raise Refusal("InvalidDBInstanceState", "The instance has no automated backups.")
        arn = f"arn:aws:rds:{self.region}:{self.current_account}:auto-backup:ab-{mock_random.get_random_hex(27)}"
        copy = {
            "AllocatedStorage": source.allocated_storage,
            "BackupRetentionPeriod": self._get_param("BackupRetentionPeriod", 7),
            "DBInstanceArn": source.db_instance_arn,
            "DBInstanceAutomatedBackupsArn": arn,
            "DBInstanceIdentifier": source.db_instance_identifier,
            "DbiResourceId": source.dbi_resource_id,
            "Encrypted": source.storage_encrypted,
            "Engine": source.engine,
            "EngineVersion": source.engine_version,
            "KmsKeyId": self._get_param("KmsKeyId"),
            "Region": source.region,
            "Status": "replicating",
        }
        store(self.backend, "replicated_backups")[arn] = copy
        source.db_instance_automated_backups_replications = [{"DBInstanceAutomatedBackupsArn": arn}]
        return ActionResult({"DBInstanceAutomatedBackup": copy})

    @adds(RDSResponse, "stop_db_instance_automated_backups_replication")
    def stop(self: Any) -> ActionResult:
        source = self.backend.find_db_from_id(self._get_param("SourceDBInstanceArn"))
        for copy in store(self.backend, "replicated_backups").values():
            if copy["DBInstanceArn"] == source.db_instance_arn and copy["Status"] == "replicating":
                copy["Status"] = "retained"
                source.db_instance_automated_backups_replications = []
                return ActionResult({"DBInstanceAutomatedBackup": copy})
        raise Refusal("InvalidDBInstanceState", "The instance is not replicating to the current region.")

    @around(RDSResponse, "describe_db_instance_automated_backups")
    def describe(original: Any, self: Any) -> ActionResult:
        arn = self._get_param("DBInstanceAutomatedBackupsArn")
        if arn is None:
            answer: ActionResult = original(self)
            return answer
        backups = store(self.backend, "replicated_backups")
        backup = known(backups, arn, "DBInstanceAutomatedBackupNotFound", f"{arn} not found.")
        return ActionResult({"DBInstanceAutomatedBackups": [backup]})
