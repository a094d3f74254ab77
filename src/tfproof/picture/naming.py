"""Names as a picture shows them: without what all of them begin with, and without the number of the account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tfproof.picture.drawn import Box

_ACCOUNT = re.compile(r"-?\b\d{12}\b")


def shortened(boxes: list[Box]) -> list[Box]:
    """Return boxes whose names leave out the beginning that most of them share; who is called by it alone has no name."""
    names = {box.id: _ACCOUNT.sub("", box.name) for box in boxes}
    beginning = _shared(names.values())
    return [replace(box, name=f"{names[box.id]}-".removeprefix(beginning).removesuffix("-")) for box in boxes]


def _shared(names: Iterable[str]) -> str:
    """The longest beginning, of whole words, that at least half of the names with several words have."""
    words = [name.split("-") for name in names if "-" in name]
    counts = Counter("-".join(w[:n]) + "-" for w in words for n in range(1, len(w)))
    common = [beginning for beginning, count in counts.items() if count > 2 and count * 2 >= len(words)]
    return max(common, key=lambda beginning: (len(beginning), beginning), default="")
