"""What AWS does and ministack does not, as little of it as stacks need; it runs in ministack's own environment.

Each changes functions of the version that is pinned, and says what it brings.
"""

import json
import re
import secrets
from dataclasses import replace
from http import HTTPStatus
from typing import Any

_Answer = tuple[int, dict[str, str], bytes]


def _keep_master_passwords() -> None:
    """Make the secret of an instance whose password RDS manages, and delete it with the instance, as is done for clusters."""
    from ministack.services import rds, secretsmanager  # noqa: PLC0415

    create, delete, written = rds._create_db_instance_impl, rds._delete_db_instance_impl, rds._instance_xml

    def created(asked: dict[str, Any]) -> _Answer:
        answer: _Answer = create(asked)
        if answer[0] == HTTPStatus.OK and rds._p(asked, "ManageMasterUserPassword") == "true":
            instance = rds._resolve_instance(rds._p(asked, "DBInstanceIdentifier"))
            content = json.dumps({"username": instance["MasterUsername"], "password": secrets.token_urlsafe()})
            name = f"rds!{instance['DbiResourceId'].lower()}"
            instance["MasterUserSecret"] = secretsmanager.create_secret_in_process(name, content)
        return answer

    def deleted(asked: dict[str, Any]) -> _Answer:
        instance = rds._resolve_instance(rds._p(asked, "DBInstanceIdentifier")) or {}
        answer: _Answer = delete(asked)
        if answer[0] == HTTPStatus.OK and "MasterUserSecret" in instance:
            secretsmanager.delete_secret_in_process(instance["MasterUserSecret"])
        return answer

    def with_secret(instance: dict[str, Any]) -> str:
        fields, arn = written(instance), instance.get("MasterUserSecret")
        status = f"<SecretArn>{arn}</SecretArn><SecretStatus>active</SecretStatus>"
        return f"{fields}<MasterUserSecret>{status}</MasterUserSecret>" if arn else str(fields)

    rds._create_db_instance_impl, rds._delete_db_instance_impl, rds._instance_xml = created, deleted, with_secret


def _know_sessions_by_their_role() -> None:
    """Let `aws:PrincipalArn` of a session be its role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    """
    from ministack.core import iam_evaluator  # noqa: PLC0415
    from ministack.services import iam  # noqa: PLC0415

    by_session = iam_evaluator._resolve_condition_key

    def by_role(key: str, context: Any) -> Any:
        value = by_session(key, context)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in str(value):
            return value
        name = value.split("/")[1]
        return iam._roles[name]["Arn"] if name in iam._roles else value

    iam_evaluator._resolve_condition_key = by_role


def _name_new_devices() -> None:
    """Let whoever makes a virtual MFA device ask for that device, as IAM does, and not for everything.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_mfa-selfmanage.html
    """
    from ministack.core import iam_actions  # noqa: PLC0415

    without_devices = iam_actions.extract_resource_arn

    def asked_for(
        service: str,
        method: str,
        path: str,
        headers: Any,
        body: bytes,
        query_params: dict[str, Any],
        region: str,
        account_id: str,
    ) -> str:
        device = iam_actions._query_param(query_params, "VirtualMFADeviceName") if service == "iam" else None
        if device:
            return f"arn:aws:iam::{account_id}:mfa/{device}"
        return str(without_devices(service, method, path, headers, body, query_params, region, account_id))

    iam_actions.extract_resource_arn = asked_for


def _fill_variables() -> None:
    """Fill the variables in the resources of a statement, such as the caller's own name.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    from ministack.core import iam_evaluator  # noqa: PLC0415

    as_written = iam_evaluator._first_match

    def first_match(context: Any, statements: list[Any], effect: str) -> Any:
        def filled(text: str) -> str:
            found = re.finditer(r"\$\{([^,}]+)\}", text)
            for variable in found:
                value = iam_evaluator._resolve_condition_key(variable[1], context)
                text = text if value is None else text.replace(variable[0], str(value))
            return text

        meant = [replace(s, resources=[filled(r) for r in s.resources]) for s in statements]
        return as_written(context, meant, effect)

    iam_evaluator._first_match = first_match


ADDITIONS = {
    "rds: the secret of an instance whose master password RDS manages": _keep_master_passwords,
    "iam: a session is known by its role where a policy asks for aws:PrincipalArn": _know_sessions_by_their_role,
    "iam: a new virtual MFA device is what its maker asks for": _name_new_devices,
    "iam: variables in the resources of a policy are filled": _fill_variables,
}
