"""Studies, and what reviewers extract from them: facts, risk of bias, and effects on the outcomes of the review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core import database
from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.files.models import Upload
from cyfran.core.language import BilingualTextField
from cyfran.discover.evidence.fulltexts.models import Passage
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.searches.models import Record


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
    record = models.OneToOneField(Record, on_delete=models.PROTECT, null=True, related_name="study")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "title", "year"],
                condition=models.Q(record__isnull=True),
                name="extraction_study_once",
            ),
            models.UniqueConstraint(
                fields=["review", "title"],
                condition=models.Q(year__isnull=True, record__isnull=True),
                name="extraction_study_without_year_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExtractionSheet(database.UUIDModel):
    """One reviewer's answers to a form about a study. Their newest counts; ``is_consensus`` settles where two differ."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="sheets")
    form = models.CharField(max_length=40)
    answers = models.JSONField()
    sources = models.JSONField(default=dict)
    is_consensus = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["study", "form"], name="extraction_sheet_of")]

    def __str__(self) -> str:
        return f"{self.study} {self.form}"


class EffectMeasure(models.TextChoices):
    """Effect measures by their usual short names, which the command line uses too."""

    SMD = "SMD", _("Difference between means on different scales (standardised mean difference, SMD)")
    MD = "MD", _("Difference between means on the same scale (mean difference, MD)")
    RR = "RR", _("How many people had the outcome, as a ratio of risks (risk ratio, RR)")
    OR = "OR", _("How many people had the outcome, as a ratio of odds (odds ratio, OR)")
    RD = "RD", _("How many people had the outcome, as a difference in risks (risk difference, RD)")
    ZCOR = "ZCOR", _("How closely two things are linked (correlation)")


class ReviewOutcome(database.UUIDModel):
    """An outcome that effects are collected on."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="outcomes")
    name = BilingualTextField(max_length=160)
    measure = models.CharField(max_length=5, choices=EffectMeasure)
    higher_is_better = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name_en


class EffectFormat(models.TextChoices):
    """The format in which a study reports its effect."""

    MEANS = "means", _("Mean, standard deviation and number of people in both groups")
    COUNTS = "counts", _("Number of people with the outcome, and total, in both groups")
    CORRELATION = "correlation", _("Correlation and number of people")
    ESTIMATE = "estimate", _("Estimate with its 95% confidence interval")
    DIRECTION = "direction", _("Direction of the effect only")


FORMATS_BY_MEASURE = {
    EffectMeasure.SMD: (EffectFormat.MEANS, EffectFormat.ESTIMATE, EffectFormat.DIRECTION),
    EffectMeasure.MD: (EffectFormat.MEANS, EffectFormat.ESTIMATE, EffectFormat.DIRECTION),
    EffectMeasure.RR: (EffectFormat.COUNTS, EffectFormat.ESTIMATE, EffectFormat.DIRECTION),
    EffectMeasure.OR: (EffectFormat.COUNTS, EffectFormat.ESTIMATE, EffectFormat.DIRECTION),
    EffectMeasure.RD: (EffectFormat.COUNTS, EffectFormat.ESTIMATE, EffectFormat.DIRECTION),
    EffectMeasure.ZCOR: (EffectFormat.CORRELATION, EffectFormat.ESTIMATE, EffectFormat.DIRECTION),
}


class EffectDirection(models.TextChoices):
    BETTER = "better", _("Better")
    UNCLEAR = "unclear", _("No clear difference")
    WORSE = "worse", _("Worse")


class Effect(database.UUIDModel):
    """One reviewer's reading of the effect of a study on an outcome. Their newest for the same label counts.

    ``withdrawn`` takes back all readings under the label so far, by whomever. See ``queries.StudyEffect`` for what counts.
    """

    outcome = models.ForeignKey(ReviewOutcome, on_delete=models.PROTECT, related_name="effects")
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="effects")
    label = models.CharField(max_length=120, blank=True)
    effect_format = models.CharField(max_length=12, choices=EffectFormat)
    numbers = models.JSONField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="effects")
    is_consensus = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["outcome", "study"], name="extraction_effect_of")]

    def __str__(self) -> str:
        return f"{self.study} {self.outcome}"
