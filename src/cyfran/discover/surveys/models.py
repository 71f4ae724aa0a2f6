"""A short questionnaire in both languages, and its answers. Once it was opened its questions cannot be changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField
from cyfran.discover.conversations.models import PublicationState
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import Participant


class Survey(UUIDModel):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="surveys")
    name = BilingualTextField(max_length=120)
    introduction = BilingualTextField(long=True, optional=True)
    join_code = models.CharField(max_length=8, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name_en


class SurveyState(models.Model):
    """When a survey was opened or closed, and by whom. The newest row is its state."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=PublicationState)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.state


class QuestionType(models.TextChoices):
    CHOICE = "choice", _("Choose one option")
    SEVERAL = "several", _("Choose one or more options")
    SCALE = "scale", _("A number on a scale")
    TEXT = "text", _("In their own words")
    RANKING = "ranking", _("Put the options in order (ranking)")
    MATRIX = "matrix", _("Rate several items on the same scale (matrix)")


class Question(UUIDModel):
    """``options`` and ``items`` are lists of name, English, Welsh. ``only_if`` names an option of an earlier question."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionType)
    text = BilingualTextField(max_length=300)
    options = models.JSONField(default=list)
    items = models.JSONField(default=list)
    lowest = models.SmallIntegerField(null=True)
    highest = models.SmallIntegerField(null=True)
    needed = models.BooleanField(default=False)
    only_if = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    only_option = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_question_number"),
            models.CheckConstraint(
                condition=models.Q(only_if__isnull=True, only_option="")
                | models.Q(only_if__isnull=False) & ~models.Q(only_option=""),
                name="surveys_condition_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text_en}"

    @property
    def name(self) -> str:
        """The name of the question in exports."""
        return f"q{self.number}"


class Response(UUIDModel):
    """One person's answers to a survey. ``number`` identifies them in exports; who they are is not known."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="responses")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "participant"], name="surveys_answers_once"),
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_response_number"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Reply(models.Model):
    """The answer to one question: an option, several, a number, a text, an order, or one option for each item."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="replies")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="replies")
    value = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="surveys_one_reply_each")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
