"""Screening: which record to read next, when to stop, and how far two readers agree."""

from cyfran.methods.screening.agreement import Agreement, agreement
from cyfran.methods.screening.features import Features, text_features
from cyfran.methods.screening.ranking import Model, Moved, fit_ranking_model, moved_by, scores
from cyfran.methods.screening.reading import ScreeningRanker
from cyfran.methods.screening.simulation import Simulation, Stopped, simulate
from cyfran.methods.screening.stopping import Stopping, missed_in_sample, stopping

__all__ = [
    "Agreement",
    "Features",
    "Model",
    "Moved",
    "ScreeningRanker",
    "Simulation",
    "Stopped",
    "Stopping",
    "agreement",
    "fit_ranking_model",
    "missed_in_sample",
    "moved_by",
    "scores",
    "simulate",
    "stopping",
    "text_features",
]
