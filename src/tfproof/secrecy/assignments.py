"""Where a text gives a value to the name of a secret: in scripts, commands, files of settings, and YAML, JSON, XML or SQL inside
of something else. Quotes may be escaped, since such texts stand in each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tfproof.secrecy.facts import facts
from tfproof.secrecy.names import is_discreet, may_be_secret

_NAME = r"[A-Za-z_][\w.-]{0,80}+"
_QUOTE = r"""(?:\\{0,3}["'])?"""
_GAP = r"[ \t]{0,8}"
#: What stands before a value. The name of a pair comes first: `name: DB_PASSWORD` gives no value to `name`.
_HEAD = re.compile(
    rf"""(?<![\w.-])(?i:name|key|variable|header){_QUOTE}{_GAP}[:=]{_GAP}{_QUOTE}(?P<pair>{_NAME}){_QUOTE}
         [\s,;-]{{1,40}}{_QUOTE}(?i:value){_QUOTE}(?P<pair_by>{_GAP}[:=]{_GAP})
    | (?<![\w-])--?(?P<flag>{_NAME})(?:=|(?:\s|\\\n){{1,8}}(?!-))
    | (?:^[ ]{{0,20}}(?:RUN[ ]|sudo[ ])?(?:set|setx|setenv|ENV)|\bconfigure[ ]set)[ ](?:-\w{{1,3}}[ ])?(?P<set>{_NAME})[ ](?![=:])
    | (?i:\bidentified[ ]by|\bpassword)[ ]{{1,8}}(?=['"])
    | <(?P<tag>{_NAME})(?:\s[^<>]{{0,200}}?\b(?i:name|key)=["'](?P<attribute>{_NAME})["'][^<>]{{0,200}}|\s[^<>]{{0,200}})?>
         (?=[^<]{{1,1000}}</)
    | (?<![\w.-])(?P<name>{_NAME}){_QUOTE}\]?(?P<by>{_GAP}(?:[?+:]?={{1,3}}>?|->|:[-?]?){_GAP}(?:\[{_GAP})?)""",
    re.VERBOSE | re.MULTILINE,
)
_QUOTED = re.compile(r"""(?P<quote>\\{0,3}["'])(?P<value>(?:\\.|(?!(?P=quote))[^\\])+?)(?:(?P=quote)|\Z)""", re.DOTALL)
_IN_TAG = re.compile(r"(?P<value>[^<]+)")
#: The value of a name in YAML, in the lines below it: a block of any words, or one that is no list and no mapping.
_BELOW = re.compile(
    r"""[|>][-+\d]{0,2}[ \t]*\n(?P<indent>[ \t]+)(?P<block>\S[^\n]*(?:\n(?P=indent)[^\n]*)*)"""
    r"""|\n[ \t]+["']?(?P<value>(?!-[ ])[^\s:"']+)["']?[ \t]*$""",
    re.MULTILINE,
)
_HERE = re.compile(
    r"""<<[-~]?[ ]?["']?(?P<end>\w+)["']?[^\n]*\n[ \t]*(?P<value>.*?)\n?(?:^[ \t]*(?P=end)\b|\Z)""",
    re.DOTALL | re.MULTILINE,
)
#: What another program fills in, or what was taken out before.
_PLACEHOLDER = re.compile(
    r"""\$[{(]|\$\w+$|`|\{\{|<[^<>]*>$|%\w+%$|%[sd]$|%[({]|\*+$|[({[]+$"""
    r"""|!(?:Ref|Sub|GetAtt|ImportValue|Join|Select|vault|secret|env|reference)\b|\((?:sensitive|withheld|part\ of|known)"""
)
#: What code assigns, which sets `=` apart: a reference of Terraform's, a call, the beginning of a structure.
_CODE = re.compile(r"!?(?:var|local|module|data|each|self|path)\.\w|[A-Za-z_][\w.]*\(|[({\[]\w*$")
#: Where one of these is before a name and a colon behind it, it is a part of an ARN, of an image, of a path.
_OF_NAMES = (":", "/", "@")
_BEHIND = ";,)}]|&"
_END = re.compile(f"[{re.escape(_BEHIND)}]")
#: What ends a value without quotes besides spaces and quotes, by what stands before its name.
_ENDS = {"?": "&", "&": "&", ";": ";", ",": ","}
#: So much of a value tells whether it is one; many names may be before one long word.
_ENOUGH = 1000
_SHORTEST = 4


@cache
def _options() -> re.Pattern[str]:
    return re.compile("|".join(facts()["options"]))


@cache
def _bare(ending: str) -> re.Pattern[str]:
    return re.compile(rf"""(?P<value>(?:\\(?![nrt\n])|[^\s"'`\\{ending}]){{1,{_ENOUGH}}})""")


def given(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the values stand that names of secrets, or options of commands, are given. A value without quotes comes
    twice if a shell or a list would end it before its end."""
    end = 0
    for head in _HEAD.finditer(text):
        if head.start() >= end and (found := _value(text, head)):
            end = found[1]
            yield found
            if not _QUOTED.match(text, head.end()) and (first := _END.search(text, *found)):
                yield found[0], first.start()
    for option in _options().finditer(text):
        value = _QUOTED.match(text, option.end()) or _bare("").match(text, option.end())
        if value and _is_one(value["value"]) and value["value"][0] not in "-<>":
            yield value.span("value")


def _value(text: str, head: re.Match[str]) -> tuple[int, int] | None:
    names = [n for n in head.group("pair", "flag", "set", "attribute", "tag", "name") if n]
    if names and not any(map(is_discreet, names)):
        return None
    if head["by"] == ":" and text[head.start() - 1 : head.start()] in _OF_NAMES:
        return None
    by = (head["pair_by"] or head["by"] or "").strip()
    if quoted := _QUOTED.match(text, head.end()):
        return quoted.span("value") if _is_one(quoted["value"]) else None
    if head["tag"]:
        tagged = _IN_TAG.match(text, head.end())
        return tagged.span("value") if tagged and _is_one(tagged["value"].strip()) else None
    if by == ":" and (below := _BELOW.match(text, head.end())):
        return below.span("block" if below["block"] else "value")
    if here := _HERE.match(text, head.end()):
        return here.span("value")
    return _unquoted(text, head, by)


def _unquoted(text: str, head: re.Match[str], by: str) -> tuple[int, int] | None:
    pattern = _bare(_ENDS.get(text[head.start() - 1 : head.start()], ""))
    found = pattern.match(text, head.end())
    value = found["value"].rstrip(_BEHIND) if found else ""
    if not _is_one(value) or (by in ("", ":") and len(value) < _SHORTEST):
        return None
    if text[head.end() - 1] in " \t" and by not in ("", ":") and _CODE.match(found["value"] if found else ""):
        return None
    end = head.end() + len(value)
    if by == ":" and not any(c.isdigit() for c in value) and not _is_entry(text, head.start(), end):
        return None
    while found and len(found["value"]) == _ENOUGH and (found := pattern.match(text, found.end())):
        end = found.end()
    return head.end(), end


def _is_one(value: str) -> bool:
    return any(map(str.isalnum, value)) and may_be_secret(value) and not _PLACEHOLDER.match(value)


def _is_entry(text: str, start: int, end: int) -> bool:
    """Whether `name: word` is an entry of YAML or the like and no part of a sentence: nothing else is in its place."""
    before = text[max(text.rfind("\n", 0, start) + 1, start - 80) : start].strip(" \t\"'\\")
    behind = text[end : end + 80].lstrip(" \t")
    return (not before or before[-1] in "-{,") and (not behind or behind[0] in "\r\n#,}")
