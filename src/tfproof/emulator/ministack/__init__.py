"""The emulator that evaluates policies: ministack in a process and an environment of its own."""

from tfproof.emulator.ministack.driver import MiniStackEmulator

__all__ = ["MiniStackEmulator"]
