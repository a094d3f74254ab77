"""Who acts in an applied Social Flow, and as what AWS sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from tfproof.emulator import Emulator
from tfproof.plans.view import Plan

#: Not the region of the environment's tfvars.
REGION = "us-west-2"
#: People of the organisation: the group of the stack that each is in, and whether everything is allowed to it beyond that.
PEOPLE = {
    "administrator": (None, True),
    "newcomer": ("developers", False),
    "stand-in": (None, True),
    "unlimited newcomer": ("developers", True),
}
SECRETS = ("application", "redis-auth", "service-account", "third-party")
BUCKETS = ("static", "uploads", "videos")
_EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def over_tls(request: Any, **_: Any) -> None:
    """Let a call arrive as it does behind what ends TLS: the emulator itself listens in plain text."""
    request.headers["X-Forwarded-Proto"] = "https"


class Actor:
    """Somebody with keys of its own. `arn` is what policies know it by."""

    def __init__(self, emulator: Emulator, arn: str, keys: Mapping[str, str]) -> None:
        self.arn = arn
        self.name = arn.rpartition("/")[2]
        self._emulator, self._keys = emulator, keys
        self._clients: dict[tuple[str, bool], Any] = {}

    def client(self, service: str, *, plain: bool = False) -> Any:
        """A client that calls over TLS, or in plain text."""
        if (service, plain) not in self._clients:
            made = self._clients[service, plain] = self._emulator.client_as(self._keys, service, REGION)
            if not plain:
                made.meta.events.register("before-send.*", over_tls)
        return self._clients[service, plain]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


class Account:
    """The account that the stack was applied in, filled with what is to be read. Use as a context manager."""

    def __init__(self, emulator: Emulator, plan: Plan) -> None:
        self.emulator = emulator
        self._plan = plan
        arn = f"arn:aws:iam::{emulator.account_id}:root"
        keys = {"aws_access_key_id": emulator.access_key, "aws_secret_access_key": "test"}
        self.root = Actor(emulator, arn, keys)
        self._actors = {"root": self.root}

    def __enter__(self) -> Self:
        for key in SECRETS:
            self.root.client("secretsmanager").put_secret_value(SecretId=self.secret(key), SecretString="value")
        for bucket in map(self.bucket, BUCKETS):
            for key in ("there", "deleted"):
                self.root.client("s3").put_object(Bucket=bucket, Key=key, Body=b"x")
        return self

    def __exit__(self, *_: object) -> None:
        for actor in self._actors.values():
            actor.close()

    @property
    def endpoint(self) -> str:
        return self.emulator.endpoint

    def resource(self, address: str) -> Any:
        """A resource of the stack."""
        return self._plan.resource(address)

    def bucket(self, purpose: str) -> str:
        return str(self.resource(f'module.buckets["{purpose}"].aws_s3_bucket.this')["bucket"])

    def role(self, name: str) -> str:
        return str(self.resource(f'module.roles["{name}"].aws_iam_role.this')["arn"])

    def secret(self, key: str) -> str:
        if key == "database":  # RDS has made it
            return str(self.resource("module.database.aws_db_instance.this")["master_user_secret.0.secret_arn"])
        return str(self.resource(f'module.secrets.aws_secretsmanager_secret.this["{key}"]')["arn"])

    def actor(self, name: str) -> Actor:
        """A person, or a role of the stack as it is when it works."""
        if name not in self._actors:
            make = self._person if name in PEOPLE else self._role
            self._actors[name] = make(name)
        return self._actors[name]

    def _person(self, name: str) -> Actor:
        (group, everything), iam = PEOPLE[name], self.root.client("iam")
        user = name.replace(" ", "-")
        arn = iam.create_user(UserName=user)["User"]["Arn"]
        if everything:
            iam.put_user_policy(UserName=user, PolicyName="everything", PolicyDocument=policy(_EVERYTHING))
        if group:
            found = self.resource(f'module.people.aws_iam_group.this["{group}"]')["name"]
            iam.add_user_to_group(GroupName=found, UserName=user)
        made = iam.create_access_key(UserName=user)["AccessKey"]
        keys = {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}
        return Actor(self.emulator, arn, keys)

    def _role(self, name: str) -> Actor:
        """A session as ECS gives it to a container. ECS runs nothing here, so a stand-in is let in for a moment."""
        arn, stand_in = self.role(name), self.actor("stand-in")
        with self.trusting(name, stand_in):
            given = stand_in.client("sts").assume_role(RoleArn=arn, RoleSessionName="task")["Credentials"]
        keys = {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }
        return Actor(self.emulator, arn, keys)

    @contextmanager
    def trusting(self, name: str, actor: Actor) -> Iterator[None]:
        """While inside, a role of the stack trusts somebody as well."""
        iam, role = self.root.client("iam"), self.role(name).rpartition("/")[2]
        trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        let_in = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": actor.arn}}
        wider = policy(*trust["Statement"], let_in)
        iam.update_assume_role_policy(RoleName=role, PolicyDocument=wider)
        try:
            yield
        finally:
            iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))
