"""A picture as SVG: the same plan gives the same bytes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from xml.sax.saxutils import escape, quoteattr

from tfproof.picture.drawn import Arrow, Picture
from tfproof.picture.laying_out import BOX_HEIGHT, BOX_WIDTH, WIDTH, Layout, Spot, laid_out
from tfproof.picture.table import table

_STYLE = """
text { font-family: Helvetica, Arial, sans-serif; fill: #1f2328; }
.title { font-size: 20px; font-weight: bold; }
.legend, .row { font-size: 12px; fill: #57606a; }
.frame { font-size: 13px; font-weight: bold; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
.called { font-size: 10.5px; fill: #57606a; }
.name { font-size: 12.5px; font-weight: bold; }
.says { font-size: 10.5px; }
.region { fill: #f6f8fa; stroke: #8c959f; stroke-width: 1.5; }
.network { fill: #ffffff; stroke: #8c959f; stroke-dasharray: 5 4; }
.box { fill: #ffffff; stroke: #57606a; }
.sign { fill: none; stroke: #0550ae; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.flow { fill: none; stroke-width: 1.4; opacity: 0.75; }
.crowd { stroke-width: 1; opacity: 0.28; }
"""
#: Where more arrows than that are of one kind, they stand back behind the others.
_CROWD = 30
#: What no XML may hold, not even as a reference: https://www.w3.org/TR/xml/#charsets
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: How many letters of each script fit into a box.
_LETTERS = {"called": 24, "name": 18, "says": 24}


def as_svg(picture: Picture) -> str:
    """Return the picture as SVG."""
    layout = laid_out(picture)
    height = layout.height + 24
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img"'
        f" aria-label={quoteattr(picture.title)}>",
        f"<style>{_STYLE}</style>",
        *_heads(),
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text class="title" x="20" y="34">{escape(picture.title)}</text>',
        *_legend(picture),
        *_frames(layout),
        *_flows(picture, layout),
        *_words(layout),
        *(line for spot in layout.spots.values() for line in _box(spot)),
        "</svg>",
    ]
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines) + "\n")


def _heads() -> Iterator[str]:
    yield "<defs>"
    for line in table().lines:
        yield (
            f'<marker id="head-{line.id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            f'<path d="M0 0L8 4L0 8z" fill="{line.colour}"/></marker>'
        )
    yield "</defs>"


def _legend(picture: Picture) -> Iterator[str]:
    x = 560
    for line in table().lines:
        if any(arrow.says in line.words for arrow in picture.arrows):
            yield (
                f'<path class="flow" d="M{x} 30h26" stroke="{line.colour}" marker-end="url(#head-{line.id})"/>'
                f'<text class="legend" x="{x + 32}" y="34">{escape(line.says)}</text>'
            )
            x += 52 + 6 * len(line.says)


def _frames(layout: Layout) -> Iterator[str]:
    for frame in layout.frames:
        yield (
            f'<rect class="{frame.kind}" x="{frame.x}" y="{frame.y}" width="{frame.width}" height="{frame.height}" rx="8"/>'
        )


def _words(layout: Layout) -> Iterator[str]:
    """What frames and rows are called, before the arrows that pass by."""
    for frame in layout.frames:
        yield f'<text class="frame" x="{frame.x + 12}" y="{frame.y + 18}">{escape(frame.says)}</text>'
    for says, y in layout.rows:
        yield f'<text class="row" x="50" y="{y + 4}">{escape(says)}</text>'


def _box(spot: Spot) -> Iterator[str]:
    box = spot.box
    many = f" \N{MULTIPLICATION SIGN} {box.count}" if box.count > 1 else ""
    texts = [("called", box.called + many), ("name", box.name)] if box.name else [("name", box.called + many)]
    texts += [("says", line) for line in _lines(box.says)]
    yield f"<g><title>{escape(_told(spot))}{escape(''.join(f', {said}' for said in box.says))}</title>"
    yield f'<rect class="box" x="{spot.x}" y="{spot.y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>'
    yield f'<path class="sign" transform="translate({spot.x + 7} {spot.y + 18})" d="{table().signs[box.sign]}"/>'
    y = spot.y + (BOX_HEIGHT - 13 * len(texts)) // 2 - 3
    for kind, text in texts:
        y += 13
        yield f'<text class="{kind}" x="{spot.x + 37}" y="{y}">{escape(_cut(text, _LETTERS[kind]))}</text>'
    yield "</g>"


def _lines(said: Sequence[str]) -> list[str]:
    """What is said of a box, in two lines at most."""
    lines = [""]
    for text in said:
        longer = f"{lines[-1]}, {text}" if lines[-1] else text
        if len(longer) <= _LETTERS["says"] or len(lines) == 2:
            lines[-1] = longer
        else:
            lines.append(text)
    return [line for line in lines if line]


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1] + "…"


def _flows(picture: Picture, layout: Layout) -> Iterator[str]:
    """Draw what flows, behind the boxes; arrows that leave or reach a box at one side share its width."""
    drawn = [a for a in picture.arrows if a.source in layout.spots and a.target in layout.spots]
    ports: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
    for number, arrow in enumerate(drawn):
        source, target = layout.spots[arrow.source], layout.spots[arrow.target]
        down = target.y > source.y
        ports[arrow.source, down].append((target.middle, number))
        ports[arrow.target, not down].append((source.middle, number))
    at = {
        (box, number): round(layout.spots[box].x + BOX_WIDTH * (place + 1) / (len(there) + 1))
        for (box, _), there in ports.items()
        for place, (_, number) in enumerate(sorted(there))
    }
    kinds = Counter(table().line_of(arrow.says).id for arrow in drawn)
    crowds = {kind for kind, count in kinds.items() if count > _CROWD}
    for number, arrow in enumerate(drawn):
        yield _flow(arrow, layout, at[arrow.source, number], at[arrow.target, number], crowds)


def _flow(arrow: Arrow, layout: Layout, from_x: int, to_x: int, crowds: Set[str]) -> str:
    source, target = layout.spots[arrow.source], layout.spots[arrow.target]
    line = table().line_of(arrow.says)
    if target.y > source.y:
        from_y, to_y, bend = source.y + BOX_HEIGHT, target.y - 1, 1
    elif target.y < source.y:
        from_y, to_y, bend = source.y, target.y + BOX_HEIGHT + 1, -1
    else:
        from_y, to_y, bend = source.y, target.y - 1, 0
    reach = max(24, min(70, abs(to_y - from_y) // 2))
    first, second = (from_y + bend * reach, to_y - bend * reach) if bend else (from_y - 26, to_y - 26)
    title = f"{_told(source)} {arrow.says} {_told(target)}"
    return (
        f'<path class="{"flow crowd" if line.id in crowds else "flow"}" stroke="{line.colour}" marker-end="url(#head-{line.id})" '
        f'd="M{from_x} {from_y}C{from_x} {first} {to_x} {second} {to_x} {to_y}"><title>{escape(title)}</title></path>'
    )


def _told(spot: Spot) -> str:
    return " ".join(filter(None, [spot.box.called, spot.box.name]))
