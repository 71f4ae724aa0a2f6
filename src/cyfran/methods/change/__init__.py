"""Change over time and differences between groups, with confidence intervals."""

from cyfran.methods.change.ratios import Ratio, ratio_of_shares
from cyfran.methods.change.shares import Contrast, contrast_of_shares

VERSION = "1.1"

__all__ = ["VERSION", "Contrast", "Ratio", "contrast_of_shares", "ratio_of_shares"]
