"""Insights: statements are tagged with themes, themes and findings lead to insights, insights to a few challenges."""

from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import BilingualTextField
from cyfran.discover.conversations.models import Statement
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership, SideRecord


class Theme(UUIDModel):
    """A subject that many statements and findings share. ``split_from`` is the theme it was a part of."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="themes")
    name = BilingualTextField(max_length=120)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="split_into")
    statements = models.ManyToManyField(Statement, through="Tagging", related_name="themes")
    findings = models.ManyToManyField(Finding, through="FindingTagging", related_name="themes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name_en"], name="insights_theme_once")]

    def __str__(self) -> str:
        return self.name_en


class Tagging(models.Model):
    """A statement tagged with a theme, by a named person."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="taggings")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="taggings")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "statement"], name="insights_tagged_once")]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.statement_id}"


class FindingTagging(models.Model):
    """A finding tagged with a theme, by a named person."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="finding_taggings")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="taggings")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "finding"], name="insights_finding_tagged_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.finding_id}"


class Insight(UUIDModel):
    """What is understood now, and what it rests on: people's words, themes, findings."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="insights")
    text = BilingualTextField(long=True)
    themes = models.ManyToManyField(Theme, related_name="insights")
    statements = models.ManyToManyField(Statement, through="Citation", related_name="insights")
    findings = models.ManyToManyField(Finding, related_name="insights")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text_en[:60]


class Citation(models.Model):
    """A statement that an insight rests on. It is deleted with the statement, when its author erases it."""

    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="citations")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="citations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insight", "statement"], name="insights_cited_once")]

    def __str__(self) -> str:
        return f"{self.insight_id} {self.statement_id}"


class Challenge(UUIDModel):
    """What the partnership will try to change, in one sentence. It is valid once both sides agree to it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="challenges")
    text = BilingualTextField(max_length=300)
    insights = models.ManyToManyField(Insight, related_name="challenges")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text_en[:60]


class ChallengeAgreement(SideRecord):
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="agreements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "side"], name="insights_challenge_agreed_once")
        ]


class ChallengeWithdrawal(models.Model):
    """A challenge was taken back before either side agreed to it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="withdrawals")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.at}"


class SharedOutcome(UUIDModel):
    """How both sides will know that it helped, chosen together before any commitment."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="shared_outcomes")
    text = BilingualTextField(max_length=300)
    challenges = models.ManyToManyField(Challenge, related_name="shared_outcomes")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text_en[:60]


class SharedOutcomeAgreement(SideRecord):
    shared_outcome = models.ForeignKey(SharedOutcome, on_delete=models.CASCADE, related_name="agreements")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shared_outcome", "side"], name="insights_shared_outcome_agreed_once"
            )
        ]


class SharedOutcomeWithdrawal(models.Model):
    """A shared outcome was taken back before either side agreed to it."""

    shared_outcome = models.ForeignKey(SharedOutcome, on_delete=models.CASCADE, related_name="withdrawals")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.shared_outcome_id} {self.at}"
