"""Finds secrets in texts, however they are written there, all of them in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Set

import ahocorasick_rs

from tfproof.secrecy.forms import fragments, written

#: A shorter secret is taken out where it stands, but not looked for elsewhere: it would be found everywhere.
SHORTEST = 6
_ACCOUNT_DIGITS = 12
_DIGITS = frozenset(b"0123456789")
#: What an address consists of.
_OF_NAMES = frozenset(b'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]"')


class Search:
    """Looks for the secrets, which are given with what stands for each.

    Not looked for are secrets that are too short, a word of `public`, or may be an account's number. A secret that happens
    to be part of one of the `names` (addresses) is left there: a name that is not true would help nobody.
    """

    def __init__(self, markers: Mapping[str, str], public: Set[str], names: Set[str]) -> None:
        self._names = names
        self.too_common = 0
        forms: dict[bytes, str] = {}
        for secret, marker in markers.items():
            if len(secret.strip()) < SHORTEST or secret.strip().lower() in public or _is_account(secret):
                self.too_common += 1
                continue
            for form in (*written(secret), *fragments(secret)):
                if len(form) >= SHORTEST:
                    forms.setdefault(_lower(form), marker)
        self._forms = list(forms)
        self._markers = list(forms.values())
        longest = ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.BytesAhoCorasick(self._forms, matchkind=longest) if forms else None

    def masked(self, text: str) -> tuple[str, int]:
        """Return the text with each secret replaced, and how often that was."""
        if self._automaton is None:
            return text, 0
        content = text.encode("utf-8", "surrogatepass")
        done: list[bytes] = []
        at = 0
        for number, start, end in self._automaton.find_matches_as_indexes(content.lower()):
            if not self._is_named(content, start, end):
                done += [content[at:start], self._markers[number].encode()]
                at = end
        if not done:
            return text, 0
        return b"".join((*done, content[at:])).decode("utf-8", "surrogatepass"), len(done) // 2

    def _is_named(self, content: bytes, start: int, end: int) -> bool:
        """Whether what was found is part of a longer number, or of the name of something."""
        if content[start:end].isdigit():
            return content[start - 1 : start].isdigit() or content[end : end + 1].isdigit()
        if not self._names:
            return False
        while start > 0 and content[start - 1] in _OF_NAMES:
            start -= 1
        while end < len(content) and content[end] in _OF_NAMES:
            end += 1
        token = content[start:end].decode("utf-8", "surrogatepass").strip(".")
        while token and token not in self._names:
            token = token.rpartition(".")[0]  # an attribute may stand behind the address
        return bool(token)


def _lower(form: str) -> bytes:
    """Return a form without regard to upper and lower case, in the letters of ASCII."""
    return form.encode("utf-8", "surrogatepass").lower()


def _is_account(secret: str) -> bool:
    return len(secret) == _ACCOUNT_DIGITS and secret.isdigit()
