"""Finds secrets in texts, however they are written there, all of them in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

import ahocorasick_rs

from tfproof.secrecy.forms import fragments, is_public, written

#: A shorter secret is taken out where it stands, but not looked for elsewhere: it would be found everywhere.
SHORTEST = 6
_ACCOUNT_DIGITS = 12
#: A secret that might as well be the name of something.
_WORD = re.compile(r"[A-Za-z]+(?:[_.-][A-Za-z]+)*")
#: A shorter one is a part of many others.
_LONG_WORD = 12
#: No further than this is looked for the ends of an address.
_LONGEST_NAME = 300
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
        looked_for = [secret for secret in sorted(markers) if not self._is_common(secret, public)]
        forms: dict[bytes, str] = {}
        # Whatever is a secret itself is shown as that one, even if it is also a form or a fragment of another.
        for made in (lambda secret: (secret,), written, fragments):
            for secret in looked_for:
                for form in made(secret):
                    if len(form) >= SHORTEST:
                        forms.setdefault(_lower(form), secret)
        self._markers = [markers[secret].encode() for secret in forms.values()]
        self._are_words = [_lower(s) == form and _WORD.fullmatch(s) is not None for form, s in forms.items()]
        longest = ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.BytesAhoCorasick(list(forms), matchkind=longest) if forms else None

    def _is_common(self, secret: str, public: Set[str]) -> bool:
        plain = secret.strip()
        common = len(plain) < SHORTEST or plain.lower() in public or _is_account(plain) or is_public(secret)
        self.too_common += common
        return common

    def masked(self, text: str, *, as_name: bool = False) -> tuple[str, int]:
        """Return the text with each secret replaced, and how often that was; in a name a mere word is no secret."""
        if self._automaton is None:
            return text, 0
        content = text.encode("utf-8", "surrogatepass")
        done: list[bytes] = []
        at = 0
        for number, start, end in self._automaton.find_matches_as_indexes(content.lower()):
            is_word = self._are_words[number] and (as_name or _is_within_a_word(content, start, end))
            if not is_word and not self._is_named(content, start, end):
                done += [content[at:start], self._markers[number]]
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
        begin, behind = start, end
        while begin > 0 and start - begin < _LONGEST_NAME and content[begin - 1] in _OF_NAMES:
            begin -= 1
        while behind < len(content) and behind - end < _LONGEST_NAME and content[behind] in _OF_NAMES:
            behind += 1
        token = content[begin:behind].decode("utf-8", "surrogatepass")
        # An attribute may stand behind the address; what was found must be part of the address itself.
        while token and (token.rstrip(".") not in self._names or begin + len(token.encode()) < end):
            shorter = token.rpartition(".")[0]
            if begin + len(shorter.encode()) < end:
                return False
            token = shorter
        return bool(token)


def _is_within_a_word(content: bytes, start: int, end: int) -> bool:
    around = content[start - 1 : start] + content[end : end + 1]
    return end - start < _LONG_WORD and any(chr(c).isalpha() for c in around)


def _lower(form: str) -> bytes:
    """Return a form without regard to upper and lower case, in the letters of ASCII."""
    return form.encode("utf-8", "surrogatepass").lower()


def _is_account(secret: str) -> bool:
    return len(secret) == _ACCOUNT_DIGITS and secret.isdigit()
