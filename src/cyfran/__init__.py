"""cyfran: a share. What people say, what is decided, and what came of it, on one thread."""

__version__ = "0.1.0"
