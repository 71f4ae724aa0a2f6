"""Ideas, proposals that answer a challenge, and decisions between proposals, with a rule agreed beforehand.

A decision records any way of deciding: its rule is a text.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField
from cyfran.define.insights.models import Challenge
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership, PowerHolder, SideRecord


class Idea(UUIDModel):
    """Something that could be tried, in the language of whoever suggested it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="ideas")
    text = models.CharField(max_length=500)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]


class Proposal(UUIDModel):
    """What would be done for a challenge, from which ideas, at what cost in pounds."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="proposals")
    title = BilingualTextField(max_length=120)
    plan = BilingualTextField(long=True)
    ideas = models.ManyToManyField(Idea, related_name="proposals")
    findings = models.ManyToManyField(Finding, related_name="proposals")
    cost = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="proposals_cost_not_negative")
        ]

    def __str__(self) -> str:
        return self.title_en


class ImpactDirection(models.TextChoices):
    EQUALITY = "equality", _("Equality")
    WELSH = "welsh", _("Welsh language")
    RURAL = "rural", _("Rural life")
    HEALTH = "health", _("Health and wellbeing")
    DATA = "data", _("Data and privacy")
    CLIMATE = "climate", _("Nature and climate")


class ImpactAssessment(models.Model):
    """A named person's assessment of whether a proposal helps or harms in one respect (``kind``)."""

    class Direction(models.TextChoices):
        HELPS = "helps", _("Helps")
        NEUTRAL = "neutral", _("Neither")
        HARMS = "harms", _("Harms")
        UNKNOWN = "unknown", _("Not known")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="impact_assessments")
    kind = models.CharField(max_length=10, choices=ImpactDirection)
    direction = models.CharField(max_length=10, choices=Direction)
    note = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind}: {self.direction}"


class Decision(UUIDModel):
    """A choice between proposals: the question, who decides, and the rule, which both sides agree to beforehand."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="decisions")
    question = BilingualTextField(max_length=300)
    rule = BilingualTextField(long=True)
    decides = models.CharField(max_length=12, choices=PowerHolder)
    options = models.ManyToManyField(Proposal, through="Option", related_name="decisions")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.question_en


class RuleAgreement(SideRecord):
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rule_agreements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "side"], name="proposals_rule_agreed_once")
        ]


class DecisionWithdrawal(models.Model):
    """A decision was withdrawn before both sides agreed to its rule. Append-only."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.decision_id} {self.at}"


class Option(models.Model):
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="offered")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="offered")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "proposal"], name="proposals_option_once")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.proposal_id}"


class OptionResult(models.Model):
    """What was decided on one option, with the reason. Append-only."""

    option = models.OneToOneField(Option, on_delete=models.CASCADE, related_name="result")
    chosen = models.BooleanField()
    votes = models.PositiveIntegerField(null=True)
    reason = BilingualTextField(long=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return "chosen" if self.chosen else "not chosen"


class Objection(SideRecord):
    """An objection to a decision, in a person's own words. It does not stop the decision, and is shown beside it."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="objections")
    text = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
