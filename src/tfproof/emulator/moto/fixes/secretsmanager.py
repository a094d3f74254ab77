"""AWS Secrets Manager."""

from __future__ import annotations

from typing import Any

from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "secretsmanager: rotation can be set up for a secret that has no value yet",
    aws="The rotation function and its schedule belong to the secret. moto fails when there is no version to test the "
    "function with.",
    kind="accepted",
)
def rotation_before_a_value() -> None:
    @around(SecretsManagerBackend, "rotate_secret")
    def rotate(original: Any, self: Any, secret_id: str, **kwargs: Any) -> str:
        empty = self._is_valid_identifier(secret_id) and not self.secrets[secret_id].versions
        function = kwargs.pop("rotation_lambda_arn", None) if empty else None
        answer: str = original(self, secret_id, **kwargs)
        if function:
            self.secrets[secret_id].rotation_lambda_arn = function
        return answer


@fix(
    "secretsmanager: a copy has the key that was named for it",
    aws="Each region that a secret is copied to may have a key of its own, and DescribeSecret tells it. moto tells "
    "aws/secretsmanager whatever was named.",
    kind="accepted",
)
def keys_of_copies() -> None:
    @around(FakeSecret, "create_replicas")
    def create(original: Any, self: Any, replica_regions: list[dict[str, str]], **kwargs: Any) -> Any:
        replicas = original(self, replica_regions, **kwargs)
        for replica, named in zip(replicas, replica_regions or [], strict=True):
            replica.config |= {"KmsKeyId": named["KmsKeyId"]} if named.get("KmsKeyId") else {}
        return replicas
