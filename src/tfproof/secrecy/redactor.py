"""The last gate: learns from plans what is secret, and takes it out of all that one run writes or prints.

What is secret in a plan is replaced by a keyed digest, so that equal secrets can still be told to be equal. The key is
random for each run and kept nowhere: nobody can try guesses against a bundle. What was replaced is then looked for in all
other text as well (messages, diagnostics, values of other resources), in every form in which it may be written.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tfproof.plans.values import leaves
from tfproof.secrecy.concealing import SENSITIVE, Concealer
from tfproof.secrecy.formats import spans
from tfproof.secrecy.forms import parts
from tfproof.secrecy.plans import concealed
from tfproof.secrecy.search import SHORTEST, Search

_WORD = re.compile(r"[A-Za-z]+|\d+")
#: Under these keys of a document is what plans hold, whatever it is called there.
_HOLD_PLAN_VALUES = frozenset({"value", "values", "details"})
_NOTHING: frozenset[str] = frozenset()
_SHORT_NUMBER = 10 ** (SHORTEST - 1)  # as a text it is too short to be looked for
_REMEMBERED = 200_000
_LONGEST_REMEMBERED = 400


@dataclass(frozen=True, slots=True)
class Masked:
    """What the gate did: how many different secrets it knows, how many of them it did not look for elsewhere since they
    are too short or words that are in use, and how often it took something out of texts."""

    secrets: int
    too_common: int
    replaced: int


class Redactor:
    """Redacts all that one run leaves. Give it every plan first: it learns from them what is secret.

    `public` are texts that are ours or name things: a secret that is a word of them is not looked for elsewhere.
    """

    def __init__(self, public: Iterable[str] = ()) -> None:
        self._key = secrets.token_bytes(32)
        self._markers: dict[str, str] = {}
        self._public: set[str] = set()
        self._names: set[str] = set()
        self._concealer = Concealer(self._hide)
        self._search: Search | None = None
        self._known: dict[str, str] = {}
        self._replaced = 0
        for text in public:
            self._public.update(w.lower() for w in _WORD.findall(text))

    @property
    def masked(self) -> Masked:
        """What was masked until now."""
        search = self._built()
        return Masked(len({*self._markers.values()}), search.too_common, self._replaced)

    def plan(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a plan's or state's JSON without what is secret in it; what is not changed is shared, not copied."""
        self._note_names(raw)
        self._search = None
        self._known.clear()
        return concealed(raw, self._concealer)

    def scrub(self, node: Any, keep: frozenset[str] = _NOTHING) -> Any:
        """Return the JSON-like value with every secret that is known by now replaced, inside longer texts too.

        What lies under a key of `keep` names things (addresses, verdicts) and stays as it is; but nothing is exempt
        below the keys that hold what plans hold.
        """
        # The kinds of JSON in the order of how many there are: this is where most of a bundle's time goes.
        if isinstance(node, str):
            return self.text(node)
        if node is None or node is True or node is False:
            return node
        if isinstance(node, dict):
            return {
                (key if key in keep else self.text(key)): value
                if key in keep
                else self.scrub(value, _NOTHING if key in _HOLD_PLAN_VALUES else keep)
                for key, value in node.items()
            }
        if isinstance(node, list | tuple):
            return [self.scrub(value, keep) for value in node]
        if isinstance(node, int | float) and not -_SHORT_NUMBER < node < _SHORT_NUMBER:
            text = str(node)
            return node if (shown := self.text(text)) == text else shown
        return node

    def text(self, text: str) -> str:
        """Return a text without the secrets that are known by now, and without credentials of known forms."""
        known = self._known.get(text)
        if known is None:
            known = self._masked(text) if len(text) >= SHORTEST else text
            if len(text) < _LONGEST_REMEMBERED and len(self._known) < _REMEMBERED:
                self._known[text] = known
        return known

    def _masked(self, text: str) -> str:
        for start, end in reversed(spans(text)):
            text = text[:start] + self._marker(text[start:end]) + text[end:]
            self._replaced += 1
        shown, count = self._built().masked(text)
        self._replaced += count
        return shown

    def _built(self) -> Search:
        if self._search is None:
            self._search = Search(self._markers, self._public, self._names)
        return self._search

    def _hide(self, value: Any, sure: bool) -> str:
        """Return what stands for a secret. If it is surely one, what is written elsewhere of it is one, too."""
        if isinstance(value, str) and value.startswith(SENSITIVE):
            return value  # hidden before
        marker = self._marker(value)
        for leaf in leaves(value) if sure else ():
            text = leaf.value if isinstance(leaf.value, str) else json.dumps(leaf.value)
            if text and not isinstance(leaf.value, bool | None):
                for secret in (text, *parts(text)):
                    self._markers.setdefault(secret, marker)
        return marker

    def _marker(self, value: Any) -> str:
        canonical = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        return f"{SENSITIVE}hmac-sha256 {hmac.new(self._key, canonical, hashlib.sha256).hexdigest()[:16]})"

    def _note_names(self, node: Any) -> None:
        """Note the addresses in a plan: no mask goes through one of them."""
        todo = [node]
        while todo:
            here = todo.pop()
            if isinstance(here, Mapping):
                for key, value in here.items():
                    if key in ("address", "module_address", "previous_address") and isinstance(value, str):
                        self._names.add(value)
                    elif key not in ("values", "expressions", "change", "variables", "outputs", "output_changes"):
                        todo.append(value)
            elif isinstance(here, list):
                todo += here
