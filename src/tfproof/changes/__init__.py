"""What a change does: examples of modules applied to an emulator, and planned again with another value."""
