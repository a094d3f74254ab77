"""The embedded emulator: moto in a process of its own, with fixes."""

from tfproof.emulator.moto.driver import MotoEmulator

__all__ = ["MotoEmulator"]
