"""Reviews, and their protocols in versions, so that a change after the start is seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core import database
from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField
from cyfran.ground.partnerships.models import Partnership


class Review(UUIDModel):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="reviews")
    question = BilingualTextField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.question_en


class QuestionFramework(models.TextChoices):
    PICO = "pico", _("PICO: population, intervention, comparison and outcome")
    PERSPECTIF = (
        "perspectif",
        _("PerSPEcTiF: perspective, setting, phenomenon, environment, comparison, time and findings"),
    )


class QuestionElement(models.TextChoices):
    """The parts of a question, by either framework."""

    POPULATION = "population", _("Population: who is it about?")
    INTERVENTION = "intervention", _("Intervention: what is done?")
    COMPARISON = "comparison", _("Comparison: what is it compared with?")
    OUTCOME = "outcome", _("Outcome: what may change?")
    PERSPECTIVE = "perspective", _("Perspective: whose view counts?")
    SETTING = "setting", _("Setting: where?")
    PHENOMENON = "phenomenon", _("Phenomenon: what is being studied?")
    ENVIRONMENT = "environment", _("Environment: in what circumstances?")
    TIME = "time", _("Time: when, and for how long?")
    FINDINGS = "findings", _("Findings: what do people say about it?")


ELEMENTS = {
    QuestionFramework.PICO: (
        QuestionElement.POPULATION,
        QuestionElement.INTERVENTION,
        QuestionElement.COMPARISON,
        QuestionElement.OUTCOME,
    ),
    QuestionFramework.PERSPECTIF: (
        QuestionElement.PERSPECTIVE,
        QuestionElement.SETTING,
        QuestionElement.PHENOMENON,
        QuestionElement.ENVIRONMENT,
        QuestionElement.COMPARISON,
        QuestionElement.TIME,
        QuestionElement.FINDINGS,
    ),
}


class Protocol(database.UUIDModel):
    """One version of a protocol, in the language of its author. Criteria are one a line, each with its reason.

    ``registered`` is where others find it, such as its number in a register.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="protocols")
    framework = models.CharField(max_length=12, choices=QuestionFramework)
    elements = models.JSONField()
    include = models.TextField()
    exclude = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    registered = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.review} {self.at:%Y-%m-%d}"
