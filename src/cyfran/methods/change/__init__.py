"""Change: what is different now, and how sure that is."""

from cyfran.methods.change.shares import Contrast, contrast_of_shares

VERSION = "1.0"

__all__ = ["VERSION", "Contrast", "contrast_of_shares"]
