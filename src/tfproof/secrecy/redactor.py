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

from tfproof.secrecy.concealing import SENSITIVE, Concealer
from tfproof.secrecy.formats import spans
from tfproof.secrecy.forms import parts, texts, undisguised
from tfproof.secrecy.plans import concealed
from tfproof.secrecy.search import SHORTEST, Search

_WORD = re.compile(r"[A-Za-z]+|\d+")
#: Under these keys of a document or plan is what plans hold, whatever it is called there.
_HOLD_PLAN_VALUES = frozenset(
    {
        "after", "before", "config_values", "constant_value", "default", "details", "expressions", "observed", "value",
        "values", "variables",
    }
)  # fmt: skip
#: Under these are names and paths, of what people made up too.
_NAME = frozenset({"action_reason", "attribute", "path", "source"})
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
        self._secrets: set[str] = set()
        self._public: set[str] = set()
        self._names: set[str] = set()
        self._concealer = Concealer(self._hide)
        self._search: Search | None = None
        #: What was made of texts, and of those that are names.
        self._known: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self._replaced = 0
        for text in public:
            self._public.update((text.lower(), *(w.lower() for w in _WORD.findall(text))))

    @property
    def masked(self) -> Masked:
        """What was masked until now."""
        search = self._built()
        return Masked(len(self._secrets), search.too_common, self._replaced)

    def plan(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return a plan's or state's JSON without what is secret in it; what is not changed is shared, not copied."""
        self._note_names(raw)
        self._search = None
        for known in self._known:
            known.clear()
        return concealed(raw, self._concealer)

    def scrub(self, node: Any, keep: frozenset[str] = _NOTHING) -> Any:
        """Return the JSON-like value with every secret that is known by now replaced, inside longer texts too.

        What lies under a key of `keep` names things (addresses, verdicts) and stays as it is, and so do the numbers beside
        it; but nothing is exempt below the keys that hold what plans hold.
        """
        # The kinds of JSON in the order of how many there are: this is where most of a bundle's time goes.
        if isinstance(node, str):
            return self.text(node)
        if node is None or node is True or node is False:
            return node
        if isinstance(node, dict):
            return {
                (key if key in keep else self.name(key)): value if key in keep else self._member(key, value, keep)
                for key, value in node.items()
            }
        if isinstance(node, list | tuple):
            return [self.scrub(value, keep) for value in node]
        if not keep and isinstance(node, int | float) and not -_SHORT_NUMBER < node < _SHORT_NUMBER:
            text = str(node)
            return node if (shown := self.text(text)) == text else shown
        return node

    def _member(self, key: str, value: Any, keep: frozenset[str]) -> Any:
        if keep and key in _NAME and isinstance(value, str):
            return self.name(value)
        return self.scrub(value, _NOTHING if key in _HOLD_PLAN_VALUES else keep)

    def text(self, text: str) -> str:
        """Return a text without the secrets that are known by now, and without credentials of known forms."""
        return self._shown(text, as_name=False)

    def name(self, text: str) -> str:
        """Return the same of what names something: there a secret that is a mere word is none."""
        return self._shown(text, as_name=True)

    def _shown(self, text: str, *, as_name: bool) -> str:
        known = self._known[as_name]
        shown = known.get(text)
        if shown is None:
            shown = self._masked(text, as_name) if len(text) >= SHORTEST else text
            if len(text) < _LONGEST_REMEMBERED and len(known) < _REMEMBERED:
                known[text] = shown
        return shown

    def _masked(self, text: str, as_name: bool) -> str:
        for start, end in reversed(spans(text)):
            text = text[:start] + self._marker(text[start:end]) + text[end:]
            self._replaced += 1
        search = self._built()
        shown, count = search.masked(text, as_name=as_name)
        self._replaced += count
        for plain in undisguised(shown):
            hidden, count = search.masked(plain, as_name=as_name)
            if count:
                self._replaced += count
                return self._masked(hidden, as_name)  # there may be others, disguised in other ways
        return shown

    def _built(self) -> Search:
        if self._search is None:
            self._search = Search(self._markers, self._public, self._names)
        return self._search

    def _hide(self, value: Any, sure: bool) -> str:
        """Return what stands for a secret. If it is surely one, what is written elsewhere of it is one, too."""
        if isinstance(value, str) and value.startswith(SENSITIVE):
            return value  # hidden before
        for text in texts(value) if sure else ():
            self._secrets.add(self._marker(text))
            for secret in (text, *parts(text)):
                self._markers.setdefault(secret, self._marker(secret))
        return self._marker(value)

    def _marker(self, value: Any) -> str:
        """Return what stands for a secret, wherever it is: the same for a number and its text, in upper and lower case."""
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))
        digest = hmac.new(self._key, text.lower().encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"{SENSITIVE}hmac-sha256 {digest[:16]})"

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
