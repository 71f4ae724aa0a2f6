"""The library of learning: what was tried, for whom, what happened, what did not work, and what it takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import BilingualTextField
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes.models import Outcome
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership


class Topic(models.TextChoices):
    ACCESS = "access", _("Getting help")
    LANGUAGE = "language", _("Welsh and other languages")
    YOUNG = "young", _("Young people")
    RURAL = "rural", _("Farming and rural life")
    CARERS = "carers", _("Carers")
    INCLUSION = "inclusion", _("Inclusion")
    DIGITAL = "digital", _("Digital and online")
    MONEY = "money", _("Money and commissioning")
    METHOD = "method", _("Ways of working together")


class StrandCode(models.TextChoices):
    """The strands of the framework by code. The wording may change with a version, the four codes do not."""

    INV = "INV", _("Structural investment and systems integration")
    CAP = "CAP", _("Capacity building and workforce development")
    EQU = "EQU", _("Embedding equity and inclusion")
    LEG = "LEG", _("Creating a lasting legacy")


class LearningVerdict(models.TextChoices):
    YES = "yes", _("It worked")
    PARTLY = "partly", _("It partly worked")
    NO = "no", _("It did not work")


class LearningItem(UUIDModel):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="learning")
    title = BilingualTextField(max_length=160)
    activity = BilingualTextField(long=True)
    for_whom = BilingualTextField(max_length=300)
    result = BilingualTextField(long=True)
    did_not_work = BilingualTextField(long=True)
    resources_needed = BilingualTextField(long=True)
    verdict = models.CharField(max_length=10, choices=LearningVerdict)
    topic = models.CharField(max_length=12, choices=Topic)
    strand = models.CharField(max_length=3, choices=StrandCode)
    outcomes = models.ManyToManyField(Outcome, related_name="learning")
    commitments = models.ManyToManyField(Commitment, related_name="learning")
    findings = models.ManyToManyField(Finding, related_name="learning")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title_en
