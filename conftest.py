"""Settings shared by all tests."""

from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("tfproof", deadline=None, derandomize=True, print_blob=False)
settings.load_profile("tfproof")
