"""Screening of records: ranking by active learning, stopping rule, agreement of two readers, simulation."""

from cyfran.methods.screening.agreement import Agreement, agreement
from cyfran.methods.screening.features import Features, text_features
from cyfran.methods.screening.ranking import (
    RankingModel,
    TermContribution,
    fit_ranking_model,
    scores,
    term_contributions,
)
from cyfran.methods.screening.reading import ScreeningRanker
from cyfran.methods.screening.simulation import Simulation, StoppingPoint, simulate
from cyfran.methods.screening.stopping import Stopping, missed_in_sample, stopping

__all__ = [
    "Agreement",
    "Features",
    "RankingModel",
    "ScreeningRanker",
    "Simulation",
    "Stopping",
    "StoppingPoint",
    "TermContribution",
    "agreement",
    "fit_ranking_model",
    "missed_in_sample",
    "scores",
    "simulate",
    "stopping",
    "term_contributions",
    "text_features",
]
