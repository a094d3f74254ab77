"""The frameworks that results are held against, as data with a loader, and where AWS regions are."""

from tfproof.frameworks.catalogue import Control, Coverage, Edge, Framework, Kind, load
from tfproof.frameworks.regions import Basis, Region, TransferBasis, regions

__all__ = [
    "Basis",
    "Control",
    "Coverage",
    "Edge",
    "Framework",
    "Kind",
    "Region",
    "TransferBasis",
    "load",
    "regions",
]
