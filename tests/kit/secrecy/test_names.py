"""Which names say that a secret is behind them, and which only sound like it: a table of both sides."""

from __future__ import annotations

import json

import pytest

from tfproof.secrecy import Redactor
from tfproof.secrecy.concealing import Concealer
from tfproof.secrecy.names import is_discreet, speaks_of_secret

SPEAK = [
    "DBPASS", "DB_PASS_2", "DB_PWD_V2", "DB_PASS", "SMTPPASS", "PGPASS", "OLD_PASS", "PASSPHRASE", "CREDS",
    "JWT_KEY", "HMAC_KEY",
    "SESSION_KEY", "SSH_KEY", "SIGNING_KEY", "ENCRYPTION_KEY", "dbPass", "sshKey", "COOKIE_KEY", "DEPLOY_KEY",
    "SHARED_KEY", "MYSQLPWD", "ACTIVATION_CODE",
]  # fmt: skip
DISCREET = [
    "SECRET_ID", "VAULT_SECRET_ID", "secretId", "PIN", "DEVICE_PIN", "WEBHOOK_URL", "DATABASE_CONNECTION_STRING",
    "CONN_STR", "WALLET_MNEMONIC", "SEED_PHRASE", "LICENSE_KEY", "APP_KEY",
]  # fmt: skip
HARMLESS = [
    "auth_token_update_strategy",
    "MAX_TOKENS", "TOKEN_TTL", "KEY_ID", "kms_key_id", "public_key", "ssh_public_key", "PASSWORD_POLICY",
    "secret_arn", "secret_name", "PASS_THROUGH", "BYPASS", "COMPASS", "ENCOMPASS", "KEYBOARD", "OLDPWD", "OLD_PWD",
    "PWD", "PASS", "SESSION_KEY_NAME", "SSH_KEY_PATH", "PINECONE_INDEX", "SPINNER", "PARTITION_KEY", "MONKEY",
    "SESSION_TIMEOUT", "APP_NAME", "LICENSE", "SHIPPING", "SSH_KEY_ID",
]  # fmt: skip


@pytest.mark.parametrize("name", SPEAK)
def test_a_name_speaks_of_a_secret(name: str) -> None:
    assert speaks_of_secret(name)


@pytest.mark.parametrize("name", [*SPEAK, *DISCREET])
def test_what_is_called_so_is_not_shown(name: str) -> None:
    assert is_discreet(name)
    assert "canary1x" not in json.dumps(Redactor().plan({"variables": {name: {"value": "canary1x"}}}))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_sounds_like_it_is_shown(name: str) -> None:
    assert not speaks_of_secret(name)
    assert not is_discreet(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_KEY_ENABLED", "true"),
        ("ENCRYPTION_KEY", "arn:aws:kms:eu-central-1:123456789012:key/1"),
        ("ENCRYPTION_KEY", "alias/app"),
        ("SSH_KEY", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA someone@example.com"),
        ("SIGNING_KEY", "-----BEGIN PUBLIC KEY-----\nMFkw"),
    ],
)
def test_a_switch_a_pointer_and_a_public_key_are_shown_whatever_they_are_called(name: str, value: str) -> None:
    assert Redactor().plan({"variables": {name: {"value": value}}})["variables"][name]["value"] == value


def test_what_the_provider_calls_so_and_only_names_a_secret_is_shown() -> None:
    names = {"aws_secretsmanager_secret_version": "secret_id", "aws_eks_node_group": "remote_access.0.ec2_ssh_key"}
    concealer = Concealer(lambda _value, _sure: "hidden")
    assert {concealer.argument(kind, path, "acme/app-1") for kind, path in names.items()} == {"acme/app-1"}
