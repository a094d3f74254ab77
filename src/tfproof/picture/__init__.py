"""A picture of a system, made from its plan: regions, rows of boxes, and what flows between them."""

from tfproof.picture.drawn import Arrow, Box, Picture
from tfproof.picture.gathering import picture_of
from tfproof.picture.svg import as_svg

__all__ = ["Arrow", "Box", "Picture", "as_svg", "picture_of"]
