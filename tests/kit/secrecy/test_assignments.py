"""A value that a text gives to the name of a secret is found from end to end, and what only looks like one stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tfproof.secrecy import Redactor, discreet

#: `@` is what must not be shown, and nothing else of it.
HIDDEN = [
    "DB_PASSWORD='@'",
    'DB_PASSWORD="@"',
    'export DB_PASSWORD="@" && run',
    'echo \\"password\\": \\"@\\", \\"user\\": \\"x\\"',
    '{\\\\"password\\\\": \\\\"@\\\\"}, more',
    "env: {password: '@'}",
    'const config = { "apiKey" : "@" }',
    "password => '@'",
    'password := "@"',
    'settings["db_password"] = "@"',
    "run --password '@' -h db",
    'run --password="@"',
    "mysql -u root -p'@' -h db",
    "docker login -u me -p '@' registry.example.com",
    "<password>@</password>",
    '<add key="DbPassword" value="@" />',
    '<property name="db.password">@</property>',
    '"passwords": ["@"]',
    "CREATE USER app WITH PASSWORD '@';",
    "ALTER USER app IDENTIFIED BY '@';",
    "- name: DB_PASSWORD\n  value: '@'\n- name: x",
    'name = "DB_PASSWORD"\nvalue = "@"',
    "password: |\n  @\nuser: x",
    "password: >-\n    @\n",
    "password = <<-EOT\n  @\n  EOT\nuser = x",
    "export DB_PASSWORD=$(cat) TOKEN=<<EOF\n@\nEOF",
]
#: The same for values that hold neither spaces nor quotes.
HIDDEN_BARE = [
    *HIDDEN,
    "DB_PASSWORD=@",
    "export DB_PASSWORD=@; run",
    "${DB_PASSWORD:-@}",
    "[db]\npassword = @\nuser = x",
    "db:\n  password: @\n  user: x",
    "- password: @ # of the database",
    "{user: x, password: @}",
    "password:\n  @\nuser: x",
    "- name: DB_PASSWORD\n  value: @\n",
    "run --password @ -h db",
    "run --password \\\n  @ -h db",
    "java -Ddb.password=@ -jar app.jar",
    "mysql -u root -p@ -h db",
    "mysqldump -p @ app",
    "sshpass -p @ ssh host",
    "password -> @",
    "echo @ | sudo passwd --stdin root",
    "machine example.com login me password @",
    "openssl rsa -in a.pem -passin pass:@ -out b.pem",
    "sqlcmd -S db -U sa -P @ -Q x",
    "unzip -P @ a.zip",
    "redis-cli -h cache -a @ ping",
    "curl -s -u app:@ https://example.com",
    "setx DB_PASSWORD @",
    "ENV DB_PASSWORD @\nRUN x",
    "aws configure set aws_secret_access_key @",
    "Server=x;Password=@;Port=1",
]
VALUES = ["p&ss,w;rd", "two words", "don`t", "!leading", "%leading", "@leading", "p@ss|w)rd", "a\\tb", "letters"]
SHOWN = [
    "the master_password: is not managed",
    "password: must be at least eight characters, token: see above",
    "password: |",
    "password:\n  from: vault\n",
    "secrets:\n  - one\n  - two\n",
    "DB_PASSWORD=\nNAME=x",
    "DB_PASSWORD=$(cat /run/secrets/db)",
    'DB_PASSWORD="$OTHER" DB_PASSWORD=${OTHER} DB_PASSWORD=%OTHER%',
    "password: !Ref Password",
    "password: {{ .Values.password }}",
    "password = (sensitive, hmac-sha256 1234) token=(withheld)",
    "run --password -h db",
    "PASSWORD=<password>",
    "API_KEY_ENABLED=true MAX_TOKENS=4096 TOKEN_TTL=1h kms_key_id=1234abcd",
    "docker run -p 8080:80 image",
    "mysql -u root -p -h db",
    "mysql -p < dump.sql",
    "- name: LOG_LEVEL\n  value: verbose\n",
    "set -euo pipefail",
    "password=*** token: ****",
    "see arn:aws:secretsmanager:us-east-1:123456789012:secret:app-a1b2c3:KEY::",
    "image acme/token:1.2.3, urn:token:a1b2",
    "manage_master_user_password = local.is_replica || !var.managed ? null : true",
    "external_id = optional(string)",
    "secrets = merge(var.secrets, {",
    "secrets = {text for text in found}",
    "{name = API_TOKEN, value = …}",
]


def shown(text: str, value: str) -> tuple[Any, str]:
    redactor = Redactor()
    plan = redactor.plan({"variables": {"note": {"value": text}}})
    return plan["variables"]["note"]["value"], redactor.text(f"elsewhere {value}!")


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("form", HIDDEN_BARE)
def test_the_value_is_hidden_from_end_to_end_and_looked_for_elsewhere(form: str, value: str) -> None:
    if form not in HIDDEN and (value.split() != [value] or "`" in value or value == "a\\tb"):
        form = form.replace("@", "word-1")  # needs quotes there
        value = "word-1"
    text = form.replace("@", value)
    hidden, elsewhere = shown(text, value)
    before, _, behind = form.partition("@") if "@" in form else form.partition("word-1")
    assert hidden.startswith(before + "(sensitive, ")
    assert value not in hidden.removeprefix(before)
    assert hidden.endswith(behind.split("'")[-1][-3:])
    assert value not in elsewhere or len(value) < 6
    assert value not in discreet(text).removeprefix(before)


@pytest.mark.parametrize(
    ("text", "secrets", "others"),
    [
        ("DB_PASSWORD=correct;run", ["correct", "correct;run"], []),
        ("DB_PASSWORD='correct;run'", ["correct;run"], ["correct"]),
        ("postgres://app:correct,horse@db/x", ["correct,horse"], ["correct"]),
    ],
)
def test_a_value_without_quotes_may_end_where_a_shell_would_end_it(
    text: str, secrets: list[str], others: list[str]
) -> None:
    for word in (*secrets, *others):
        assert (word in shown(text, word)[1]) is (word in others)


@pytest.mark.parametrize("length", [999, 1000, 1001, 5000])
def test_a_long_value_is_hidden_whole(length: int) -> None:
    assert discreet(f"API_TOKEN={'Ab,' * length} and more") == "API_TOKEN=(sensitive) and more"
    assert discreet(f"API_TOKEN='{'Ab1 ' * length}' and more") == "API_TOKEN='(sensitive)' and more"


def test_a_value_of_which_the_end_is_cut_off_is_hidden() -> None:
    assert discreet('API_TOKEN="one two') == 'API_TOKEN="(sensitive)'


@pytest.mark.parametrize("text", SHOWN)
def test_what_gives_no_secret_is_shown(text: str) -> None:
    assert shown(text, "nothing")[0] == text
    assert discreet(text) == text


def test_no_text_of_our_own_gives_a_secret() -> None:
    """The documents of the project speak of secrets, and give none."""
    root = Path(__file__).parents[3]
    for file in (root / "SECURITY.md", root / "README.md", *root.glob("docs/decisions/*.md")):
        text = file.read_text()
        assert discreet(text) == text, file.name
