"""Keeps secrets inside: tells what is one, hides it in plans, and is the last gate of everything that is written."""

from __future__ import annotations

from tfproof.secrecy.concealing import WITHHELD
from tfproof.secrecy.redactor import Masked, Redactor
from tfproof.secrecy.withholding import discreet, withhold

__all__ = ["WITHHELD", "Masked", "Redactor", "discreet", "withhold"]
