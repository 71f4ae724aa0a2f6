"""A busy machine is no reason for a test to fail."""

from hypothesis import settings

settings.register_profile("methods", deadline=None)
settings.load_profile("methods")
