"""Commitments, owned and judged by both sides, with a due date that never changes; and feedback on themes."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField
from cyfran.define.insights.models import Insight, SharedOutcome, Theme
from cyfran.develop.proposals.models import Decision, Proposal
from cyfran.discover.events.models import SpokenPromise
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership, SideRecord


class Commitment(UUIDModel):
    """A promise with owners and a due date. It is never changed: acceptances, updates and judgements are added to it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="commitments")
    text = BilingualTextField(max_length=300)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="commitments")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="commitments")
    spoken_promise = models.ForeignKey(
        SpokenPromise, on_delete=models.PROTECT, null=True, related_name="commitments"
    )
    insights = models.ManyToManyField(Insight, related_name="commitments")
    findings = models.ManyToManyField(Finding, related_name="commitments")
    shared_outcomes = models.ManyToManyField(SharedOutcome, related_name="commitments")
    institution_owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    community_owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    first_due = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="commitments_amount_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.text_en[:60]


class Acceptance(SideRecord):
    """The acceptance of a commitment by its owner on one side."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="acceptances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "side"], name="commitments_accepted_once")
        ]


class CommitmentUpdate(models.Model):
    """A report of progress, with a new due date if there is one. The first due date is the one that counts."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    new_due = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]


class Fulfilment(models.TextChoices):
    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Partly kept")
    NOT_KEPT = "not_kept", _("Not kept")


class CommitmentJudgement(SideRecord):
    """One side's judgement of whether a commitment was kept, and why. The newest of a side counts. Append-only."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="judgements")
    kept = models.CharField(max_length=10, choices=Fulfilment)
    reason = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)


class Withdrawal(SideRecord):
    """One side's withdrawal of a commitment. It is withdrawn once both sides have, and remains visible."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "side"], name="commitments_withdrawn_once")
        ]


class FeedbackAnswer(models.TextChoices):
    HEARD = "heard", _("We have heard this")
    DOING = "doing", _("We are doing this")
    NOT_DOING = "not_doing", _("We are not doing this")
    UNDECIDED = "undecided", _("We have not decided yet")


class Feedback(UUIDModel):
    """An answer to the people who raised a theme: heard, doing, not doing because, or undecided until a day."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="feedback")
    answer = models.CharField(max_length=10, choices=FeedbackAnswer)
    text = BilingualTextField(long=True)
    commitments = models.ManyToManyField(Commitment, related_name="feedback")
    decided_by = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answer="undecided") | models.Q(decided_by__isnull=False),
                name="commitments_undecided_says_by_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.text_en[:40]}"
