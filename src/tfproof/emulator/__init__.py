"""Emulators of AWS that stacks are applied to, behind one interface."""

from tfproof.emulator.base import Emulator, EmulatorProblem

__all__ = ["Emulator", "EmulatorProblem"]
