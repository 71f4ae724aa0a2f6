"""A conversation: a question, what people say to it, and every vote they ever cast on what others said."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.files.models import ImportJob
from cyfran.core.language import BilingualTextField, LanguageText
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import ConsentText, Participant, Route


class Conversation(UUIDModel):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="conversations")
    question = BilingualTextField(max_length=300)
    introduction = BilingualTextField(long=True, optional=True)
    join_code = models.CharField(max_length=8, unique=True)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Asked at events: answered there, and listed for the partnership alone
    is_agenda_question = models.BooleanField(default=False)
    import_job = models.ForeignKey(
        ImportJob, on_delete=models.PROTECT, null=True, related_name="conversations"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_job"], name="conversations_one_per_import")]

    def __str__(self) -> str:
        return self.question_en


class PublicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ConversationState(models.Model):
    """When a conversation was opened or closed, and by whom. The newest row is its state."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=PublicationState)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.state


class Participation(UUIDModel):
    """Someone takes part in one conversation. ``label`` is how results name them: a number, or that of an import."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participations")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="participations")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="conversations_participant_number"
            ),
            models.UniqueConstraint(
                fields=["conversation", "participant"], name="conversations_taking_part_once"
            ),
            models.UniqueConstraint(fields=["conversation", "label"], name="conversations_participant_label"),
        ]

    def __str__(self) -> str:
        return self.label


class Statement(UUIDModel):
    """Something to agree or disagree with, in the language it was said. The words are never changed.

    A seed is put forward by the organisers so that there is something to vote on: nobody said it, and it is never counted
    as what people said.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    text = models.TextField()
    language = models.CharField(max_length=5)
    author = models.ForeignKey(Participation, on_delete=models.SET_NULL, null=True, related_name="statements")
    route = models.CharField(max_length=10, choices=Route)
    is_seed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="conversations_statement_number"),
            models.UniqueConstraint(fields=["conversation", "label"], name="conversations_statement_label"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:40]}"

    def wordings(self, language: str) -> list[LanguageText]:
        """Return the words as they were said and as they were translated, those in the language of the reader first."""
        translations = [LanguageText(one.text, one.language) for one in self.translations.all()]
        said = LanguageText(self.text, self.language)
        return sorted([said, *translations], key=lambda wording: wording.language != language)


class SpokenConsent(models.Model):
    """The consent to one statement that someone gave aloud, as heard by whoever wrote it down.

    Nothing else says what somebody without a code allows. Of somebody with one it says whether these words may be quoted;
    what they allow for the others is in their own consents.
    """

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="spoken_consent")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    may_quote = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.may_quote)


class Translation(models.Model):
    """A statement in another language, and who put it there. Shown beside the words, never instead of them."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "language"], name="conversations_translation_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:40]}"


class RejectionGround(models.TextChoices):
    """Why a statement may be refused. Criticism, anger and views one does not like are not among them."""

    FITS = "fits", _("It can be voted on")
    PERSONAL = "personal", _("It names or points to a person")
    HATE = "hate", _("It is hateful or threatens someone")
    DEFAMATION = "defamation", _("It says something about someone that could be untrue and harm them")
    ADVERT = "advert", _("It advertises something")
    SAME = "same", _("Another statement says the same")
    OFF_TOPIC = "off_topic", _("It does not answer the question")
    IMPORTED = "imported", _("Decided on the site it was imported from")


class ModerationDecision(models.Model):
    """A moderator accepts or refuses a statement, with the ground. The newest decision counts; all are kept."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="decisions")
    accepted = models.BooleanField()
    ground = models.CharField(max_length=10, choices=RejectionGround)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(accepted=False, ground="fits"), name="conversations_refused_with_a_ground"
            )
        ]

    def __str__(self) -> str:
        return self.ground


class Appeal(models.Model):
    """The author of a rejected statement asks that it is looked at again, and may say why."""

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="appeal")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason[:40]


class VoteAnswer(models.IntegerChoices):
    AGREE = 1, _("I agree")
    DISAGREE = -1, _("I disagree")
    PASS = 0, _("Pass, not sure")


class Vote(models.Model):
    """One vote on one statement. Rows are only added: the last vote of a person on a statement counts.

    ``selection_probability`` is the probability with which the statement was drawn for them, where it was, so that what was shown
    more often can be weighed.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="votes")
    answer = models.SmallIntegerField(choices=VoteAnswer)
    selection_probability = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "id"], name="conversations_log"),
            models.Index(fields=["participation", "statement"], name="conversations_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=[-1, 0, 1]), name="conversations_vote_is_an_answer"
            )
        ]

    def __str__(self) -> str:
        return str(self.answer)


class Landscape(models.Model):
    """A computed landscape of opinion, stored with the hash of its input and the version of its method."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="landscapes")
    mode = models.CharField(max_length=12)
    data_version = models.CharField(max_length=80)
    input_sha256 = models.CharField(max_length=64)
    method_version = models.CharField(max_length=20)
    seed = models.BigIntegerField()
    result = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "mode", "data_version", "method_version"],
                name="conversations_landscape_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.data_version}"

    def data(self) -> dict:
        return json.loads(self.result)
