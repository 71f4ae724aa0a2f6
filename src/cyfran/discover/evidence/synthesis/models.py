"""Findings: what the studies add up to in plain words, with their certainty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import BilingualTextField
from cyfran.discover.evidence.extraction.models import ReviewOutcome, Study
from cyfran.discover.evidence.fulltexts.models import Passage
from cyfran.discover.evidence.reviews.models import Review


class Certainty(models.TextChoices):
    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very_low", _("Very low certainty")


class CertaintyConcern(models.TextChoices):
    """What lowers or raises the certainty of a finding: by GRADE for effects, by GRADE-CERQual for qualitative evidence."""

    RISK_OF_BIAS = "risk_of_bias", _("Less certain: weaknesses in how the studies were done (risk of bias)")
    INCONSISTENCY = (
        "inconsistency",
        _(
            "Less certain: studies differ, or the finding does not fit everything that was said (inconsistency)"
        ),
    )
    INDIRECTNESS = (
        "indirectness",
        _("Less certain: the people, places or interventions differ from ours (indirectness)"),
    )
    IMPRECISION = (
        "imprecision",
        _("Less certain: few studies, few people or wide confidence intervals (imprecision)"),
    )
    PUBLICATION_BIAS = (
        "publication_bias",
        _("Less certain: some studies are probably missing (publication bias)"),
    )
    LARGE_EFFECT = "large_effect", _("More certain: the effect is large")
    DOSE_RESPONSE = "dose_response", _("More certain: doing more has a larger effect (dose-response)")
    OPPOSING_CONFOUNDING = (
        "opposing_confounding",
        _("More certain: other factors (confounding) would have hidden the effect, not caused it"),
    )


class Finding(UUIDModel):
    """What the studies add up to in plain words, with its certainty, the reasons, and passages that show it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    text = BilingualTextField(long=True)
    certainty = models.CharField(max_length=10, choices=Certainty)
    concerns = models.JSONField(default=list)
    why = models.CharField(max_length=500, blank=True)
    outcome = models.ForeignKey(ReviewOutcome, on_delete=models.PROTECT, null=True, related_name="findings")
    studies = models.ManyToManyField(Study, related_name="findings")
    passages = models.ManyToManyField(Passage, related_name="findings")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text_en[:60]


class FindingRevision(models.Model):
    """A finding as it was before a correction, who corrected it, and why. Citations point to the corrected finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="revisions")
    text = BilingualTextField(long=True)
    certainty = models.CharField(max_length=10, choices=Certainty)
    concerns = models.JSONField(default=list)
    why = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.finding} {self.at:%Y-%m-%d}"
