"""Finds credentials that stand in a text in clear: scripts, templates, files of settings.

More careful than what keeps secrets out of reports (`tfproof.secrecy`): there a harmless word too many is hidden, here it
would be a false alarm. No answer carries a value.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from functools import cache

from tfproof.secrecy import assignments
from tfproof.secrecy.facts import facts
from tfproof.secrecy.formats import is_credential
from tfproof.secrecy.names import speaks_of_secret

_NAME = re.compile(r"[A-Za-z_][\w.-]{0,80}")
#: Without a name, what stands before the value says what it is.
_SAYS = re.compile(r"(?i)(?:identified by|\bpassword)\s*$")
_SHORTEST = 6
#: A value that is made elsewhere, names something, or says itself that it is none.
_NO_VALUE = re.compile(
    r"""(?ix)
    [$`{\[!] | .*(?:\$[({]|\$\w|\{\{|%\{|<\() | <.*> | \*+$ | x{3,}$ | \.{2,} | [~.]?/ | alias/ | AWS::
    | \w+://[^:@/]*(?:[/?#]|$) | (?:arn|ssm|s3|vault|op|env|secret|file|kms):
    | .*(?:secretsmanager|parameter-?store|resolve:|getenv|environ|valueFrom) | \w+(?:\.\w+)*\(
    | (?:var|local|data|module|each)\.
    | (?:string|securestring|number|boolean|integer|object|array|none|null|required|optional|true|false|default|managed
        |aws|imdsv2|enabled|disabled|undefined|nil|self|this)\b[;,)]*$
    | [a-z_]\w*(?:\.[a-z_]\w*)+[;,)]*$ | [a-z_][\w.]*\[
    | [\w.-]+\.(?:ya?ml|json|pem|crt|cer|key|txt|conf|cfg|ini|env|sh|py|js|log|gz|zip|sql|xml|service|com|net|org|io
        |local|internal)$
    | \d{1,5}$
    """
)
#: Passwords in commands and files that give them no name.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.MULTILINE)
    for form in (
        r"""authorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+(?=[\w+/=.~-]*\d)[\w+/=.~-]{12,}""",
        r"""\bnet\s+user\s+\S{1,60}\s+(?![/$%])\S{6,}""",
        r"""ConvertTo-SecureString\s+(?:-String\s+)?["'][^"'$]{4,}["']\s+-AsPlainText""",
        r"""\bhtpasswd\s+-\w*b\w*\s+\S{1,200}\s+\S{1,60}\s+(?![$`"])\S{4,}""",
        r"""^\s*chpasswd:(?:\s*\n\s+expire:[^\n]*)?\s*\n\s+list:[^\n]*\n\s+(?:-\s+)?[\w-]{1,40}:(?!RANDOM|R\s|[$*!{])\S{4,}""",
    )
)
#: What a build reads from stores of secrets: names of secrets, under the names of variables.
#: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
_STORES = re.compile(
    r"""^(?P<indent>[ \t]*)["']?(?:secrets-manager|parameter-store)["']?[ \t]*:[ \t]*\n
            (?:(?P=indent)[ \t]+\S[^\n]*(?:\n|\Z)|[ \t]*\n)*
    | ["'](?:secrets-manager|parameter-store|secretsManager|secretOptions|secrets)["']\s*:\s*[{\[][^}\]]*[}\]]""",
    re.MULTILINE | re.VERBOSE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]{16,}={0,2}\s*")
#: No text that is written as base64 is longer.
_LONGEST = 10_000_000


def plain_text(text: str) -> str:
    """Return a text as who gets it will read it: without base64 and compression around it."""
    if len(text) % 4 or not _BASE64.fullmatch(text):
        return text
    try:
        content = base64.b64decode(text, validate=False)
        if content[:2] == b"\x1f\x8b":
            content = zlib.decompressobj(wbits=31).decompress(content, _LONGEST)
        return content.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return text


def lines_with_credentials(text: str) -> list[int]:
    """Return the numbers of the lines in which a credential begins."""
    text = _STORES.sub(lambda store: "\n" * store[0].count("\n"), text)
    starts = [*_given(text), *(match.start() for form in _FORMS for match in form.finditer(text))]
    found = {text.count("\n", 0, start) + 1 for start in starts}
    # What begins a line is no part of a connection string: assignments are judged above.
    found |= {number for number, line in enumerate(text.splitlines(), 1) if is_credential(f"- {line}")}
    return sorted(found) if found or not is_credential(f"- {text}") else [1]


def _given(text: str) -> list[int]:
    options = {option.end() for option in _options().finditer(text)}
    return [
        start
        for start, end in assignments.given(text)
        if _is_plain(text, start, end, after_option=bool(options & {start, start - 1}))
    ]


@cache
def _options() -> re.Pattern[str]:
    return re.compile("|".join(facts()["options"]))


def _is_plain(text: str, start: int, end: int, *, after_option: bool) -> bool:
    value = text[start:end].strip().strip("\"'\\")
    if len(value) < _SHORTEST or _NO_VALUE.match(value) or not any(c.isalnum() for c in value):
        return False
    if value.isidentifier() and value.isupper():  # another variable's name
        return False
    before = text[max(text.rfind("\n", 0, start) + 1, start - 160) : start]
    names = _NAME.findall(before)
    names = names[-3:-1] if names and names[-1].lower() == "value" else names[-1:]
    if any("existing" in name.lower() for name in names):
        return False
    return after_option or any(map(speaks_of_secret, names)) or _SAYS.search(before.rstrip(" \"'=:\\")) is not None
