"""What a run leaves for others to read and check: the bundle, its writers, its manifest and chain."""

from tfproof.evidence.bundle import copy_document, refuse_existing, write_bundle, write_document
from tfproof.evidence.gate import Gate
from tfproof.evidence.jsonout import document
from tfproof.evidence.model import Evidence, Gap
from tfproof.evidence.verify import Verification, verify

__all__ = [
    "Evidence",
    "Gap",
    "Gate",
    "Verification",
    "copy_document",
    "document",
    "refuse_existing",
    "verify",
    "write_bundle",
    "write_document",
]
