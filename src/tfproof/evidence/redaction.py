"""See `tfproof.secrecy`."""

from tfproof.secrecy.redactor import Redactor

__all__ = ["Redactor"]
