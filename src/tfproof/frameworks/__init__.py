"""The frameworks that results are held against, as data with a loader, and where AWS regions are."""

from tfproof.frameworks.catalogue import Coverage, Edge, Framework, Kind, Requirement, load
from tfproof.frameworks.regions import Basis, Region, TransferBasis, regions

__all__ = [
    "Basis",
    "Coverage",
    "Edge",
    "Framework",
    "Kind",
    "Region",
    "Requirement",
    "TransferBasis",
    "load",
    "regions",
]
