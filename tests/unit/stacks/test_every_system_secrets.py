"""Every system: no file holds a secret, and the search for them finds what is planted."""

import math
import re
from collections import Counter

import pytest
from systems import ROOT, each_system, terraform_files

SECRET_PATTERNS = {
    "access key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "key of Stripe": r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{10,}",
    "token of Slack": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "webhook of Slack": r"hooks\.slack\.com/services/T\w+/B\w+/\w+",
    "integration of PagerDuty": r"events\.pagerduty\.com/integration/[0-9a-f]{32}",
    "token of GitHub": r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{22,})",
    "JSON web token": r"\beyJ[\w-]{10,}\.[\w-]{10,}\.",
    "password in an address": r"\w+://[^/\s:@\"]+:[^/\s:@\"$]+@",
    "named secret": (r"(?i)\b\w*(?:passw(?:or)?d|secret|token|api_?key|private_?key)\w*\"?\s*=\s*\"[^\"$\s]{8,}\""),
}

#: What the pattern of a named secret also finds, but what only names a secret.
NAMES = re.compile(
    r"\"(?:arn:aws|alias/|/)[^\"]*\"$|(?i:_(?:name|arn|id|key)s?\"?\s*=\s*\"[a-z0-9/_-]+\")$|^http_tokens\s*=\s*\"required\"$"
)


def entropy(text: str) -> float:
    """Bits of information a character, after Shannon."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def secrets_in(text: str) -> list[str]:
    """What looks like a secret in a text, each with the reason."""
    found = []
    for reason, pattern in SECRET_PATTERNS.items():
        for match in re.finditer(pattern, text):
            if reason != "named secret" or not NAMES.search(match[0]):
                found.append(f"{reason}: {match[0]}")
    for literal in re.findall(r"\"([A-Za-z0-9+/=]{24,})\"", text):
        mixed = all(re.search(kind, literal) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
        if re.fullmatch(r"[0-9a-f]{32,}", literal) or (mixed and entropy(literal) > 4):
            found.append(f"random value: {literal}")
    return found


@each_system
def test_no_file_holds_what_looks_like_a_secret(system):
    files = terraform_files(system)
    found = {path.relative_to(ROOT): secrets for path in files if (secrets := secrets_in(path.read_text()))}
    assert found == {}


#: Made up for this test and put together here, so that other scanners do not take this file for a leak.
PLANTED = {
    "aws": 'access = "' + "AKIA" + 'Q3EGRIQ4XZ7PLANT"',
    "pem": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "stripe": 'stripe = "' + "sk_live" + '_51H8PlantedPlanted"',
    "pagerduty": "https://events.pagerduty.com/integration/" + "0123456789abcdef" * 2 + "/enqueue",
    "slack": "https://hooks.slack.com/services/" + "T0PLANTED/B0PLANTED/plantedplanted",
    "github": 'auth = "' + "ghp_" + "Pl4nt3d" * 5 + 'X"',
    "jwt": 'bearer = "' + "eyJhbGciOiJIUzI1NiJ9" + '.eyJzdWIiOiJwbGFudGVkIn0.x"',
    "address": 'url = "' + "postgres://social:planted" + '@db.example.com/social"',
    "password": 'master_password = "' + 'correct-horse-battery"',
    "entropy": 'salt = "' + "q7Jt0pZyW2mXc9RkVb4LsNfA" + '8dHe"',
    "hexadecimal": 'salt = "' + "9f86d081884c7d659a2feaa0c55ad015" + '"',
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_planted_secret_is_found(planted):
    assert secrets_in(planted)


@pytest.mark.parametrize(
    "harmless",
    [
        'secret_name = "social-flow/application"',
        'master_user_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:x"',
        'secrets = { SECRET_KEY = "${module.secrets.arns["application"]}:SECRET_KEY::" }',
        'source_identifier = "SECRETSMANAGER_SECRET_UNUSED"',
        'ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"',
        'key = "social-flow/production/terraform.tfstate"',
        "manage_master_user_password = true",
        'http_tokens = "required"',
    ],
)
def test_what_only_names_a_secret_is_left_alone(harmless):
    assert secrets_in(harmless) == []
