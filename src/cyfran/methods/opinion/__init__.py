"""The opinion landscape of a conversation: statistics of statements, a map of participants, and groups of opinion."""

from cyfran.methods.opinion.landscape import VERSION, OpinionLandscape, landscape
from cyfran.methods.opinion.statistics import GroupStatistics, statistics_for_groups
from cyfran.methods.opinion.votes import Votes

__all__ = ["VERSION", "GroupStatistics", "OpinionLandscape", "Votes", "landscape", "statistics_for_groups"]
