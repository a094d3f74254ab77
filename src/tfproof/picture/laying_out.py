"""Where everything stands: rows of boxes from the top, regions as frames around them, networks as frames in these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tfproof.picture.drawn import Box, Picture
from tfproof.picture.table import table

WIDTH = 1200
BOX_WIDTH, BOX_HEIGHT = 162, 60
GAP_X, GAP_Y = 12, 40
_IN_A_LINE = 6
_LEFT = 132
_MARGIN = 20
_HEAD = 26


@dataclass(frozen=True, slots=True)
class Spot:
    """A box and its upper left corner."""

    box: Box
    x: int
    y: int

    @property
    def middle(self) -> int:
        """Its middle from left to right."""
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle with words at its top."""

    kind: str
    says: str
    x: int
    y: int
    width: int
    height: int


@dataclass(slots=True)
class Layout:
    """All spots by the id of their box, frames from the outermost, the words beside rows, and the whole height."""

    spots: dict[str, Spot] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    height: int = 0


def laid_out(picture: Picture) -> Layout:
    """Return where everything of a picture stands."""
    layout = Layout(height=64)
    _rows(layout, [("", [b for b in picture.boxes if b.tier == "outside"])])
    _rows(layout, _tiers(picture, "world", ""))
    for region in picture.regions:
        top = layout.height
        at = len(layout.frames)
        layout.height += _HEAD
        _rows(layout, _tiers(picture, "front", region))
        inner = _tiers(picture, "network", region)
        if inner:
            inner_top = layout.height
            layout.height += _HEAD
            _rows(layout, inner)
            says = picture.networks.get(region, "network")
            frame = Frame("network", says, 2 * _MARGIN, inner_top, WIDTH - 4 * _MARGIN, layout.height - inner_top - 20)
            layout.frames.append(frame)
        _rows(layout, _tiers(picture, "region", region))
        height = layout.height - top - 16
        layout.frames.insert(at, Frame("region", region, _MARGIN, top, WIDTH - 2 * _MARGIN, height))
        layout.height += 8
    return layout


def _tiers(picture: Picture, place: str, region: str) -> list[tuple[str, list[Box]]]:
    """The rows of a place that have boxes, each with what it is called."""
    rows = [
        (tier.says, [b for b in picture.boxes if b.tier == tier.id and b.region == region])
        for tier in table().tiers.values()
        if tier.place == place
    ]
    return [(says, boxes) for says, boxes in rows if boxes]


def _rows(layout: Layout, rows: Sequence[tuple[str, list[Box]]]) -> None:
    for says, boxes in rows:
        if not boxes:
            continue
        layout.rows.append((says, layout.height + BOX_HEIGHT // 2))
        for number, box in enumerate(boxes):
            line, column = divmod(number, _IN_A_LINE)
            shift = (_IN_A_LINE * (BOX_WIDTH + GAP_X) - len(boxes) * (BOX_WIDTH + GAP_X)) // 2 if says == "" else 0
            layout.spots[box.id] = Spot(
                box, _LEFT + shift + column * (BOX_WIDTH + GAP_X), layout.height + line * (BOX_HEIGHT + 14)
            )
        lines = -(-len(boxes) // _IN_A_LINE)
        layout.height += lines * BOX_HEIGHT + (lines - 1) * 14 + GAP_Y
