"""Reviews, their studies, and the findings that say in plain words what the studies add up to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.files.models import Upload
from cyfran.core.language import BilingualTextField
from cyfran.ground.partnerships.models import Partnership


class Review(UUIDModel):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="reviews")
    question = BilingualTextField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.question_en


class Study(UUIDModel):
    """A published work, as its reference gives it, in its own language.

    Typed in by hand, it is unique by title and year; studies from records may share these and be different works.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="studies")
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="studies")
    record = models.OneToOneField(
        "evidence.Record", on_delete=models.PROTECT, null=True, related_name="study"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "title", "year"],
                condition=models.Q(record__isnull=True),
                name="evidence_study_once",
            ),
            models.UniqueConstraint(
                fields=["review", "title"],
                condition=models.Q(year__isnull=True, record__isnull=True),
                name="evidence_study_without_year_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


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
    outcome = models.ForeignKey(
        "evidence.ReviewOutcome", on_delete=models.PROTECT, null=True, related_name="findings"
    )
    studies = models.ManyToManyField(Study, related_name="findings")
    passages = models.ManyToManyField("evidence.Passage", related_name="findings")
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
