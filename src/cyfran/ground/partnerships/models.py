"""A partnership: people of two sides in a place, what they agreed, who decides what, and which phase is open."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import BilingualTextField
from cyfran.ground.places.models import Place


class Side(models.TextChoices):
    INSTITUTION = "institution", _("Public body")
    COMMUNITY = "community", _("Community")


class Role(models.TextChoices):
    OFFICER = "officer", _("Engagement officer")
    FACILITATOR = "facilitator", _("Facilitator")
    CONNECTOR = "connector", _("Community connector")
    EVALUATOR = "evaluator", _("Evaluator")
    COMMISSIONER = "commissioner", _("Commissioner")
    BOARD = "board", _("Board member")
    MEMBER = "member", _("Community member")
    OBSERVER = "observer", _("Regulator or scrutiny body")


class Phase(models.TextChoices):
    GROUND = "ground", _("Ground")
    DISCOVER = "discover", _("Discover")
    DEFINE = "define", _("Define")
    DEVELOP = "develop", _("Develop")
    DELIVER = "deliver", _("Deliver")
    LEARN = "learn", _("Learn")


class Partnership(UUIDModel):
    slug = models.SlugField(max_length=60, unique=True)
    name = BilingualTextField(max_length=120)
    purpose = BilingualTextField(long=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="partnerships")
    is_example = models.BooleanField(default=False)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name_en


class Organisation(UUIDModel):
    """A body or group that is a partner, on one of the two sides."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="organisations")
    name = BilingualTextField(max_length=120)
    side = models.CharField(max_length=12, choices=Side)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name_en"], name="partnerships_organisation_once")
        ]

    def __str__(self) -> str:
        return self.name_en


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Return the roles that people have today: not ended, and not past their last day."""
        is_not_past = models.Q(last_day__isnull=True) | models.Q(last_day__gte=timezone.localdate())
        return self.filter(is_not_past, left_at__isnull=True)


class Membership(UUIDModel):
    """Someone's role in a partnership, on one side. One person may hold several roles, all on the same side."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    side = models.CharField(max_length=12, choices=Side)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    joined_at = models.DateTimeField()
    last_day = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "user", "role"],
                condition=models.Q(left_at__isnull=True),
                name="partnerships_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} ({self.side})"


class Charter(UUIDModel):
    """The terms both sides work by. A version is never changed; a new one replaces it and needs new signatures."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveIntegerField()
    terms = BilingualTextField(long=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "version"], name="partnerships_charter_version")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Signature(models.Model):
    """One side's signature of a charter, by a named person."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "side"], name="partnerships_signature_once_a_side")
        ]

    def __str__(self) -> str:
        return self.side


class PriorityGroup(UUIDModel):
    """People whose voices matter most to this work, and why they were named."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="priority_groups")
    name = BilingualTextField(max_length=120)
    reason = BilingualTextField(long=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name_en"], name="partnerships_group_once")
        ]

    def __str__(self) -> str:
        return self.name_en


class PhaseApproval(models.Model):
    """One side's approval of a phase, by a named person, with an objection if there is one. Both sides' open it.

    ``round`` counts how often the phase was opened: going back and opening it again takes two new approvals.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="gate_keys")
    phase = models.CharField(max_length=10, choices=Phase)
    round = models.PositiveIntegerField(default=1)
    side = models.CharField(max_length=12, choices=Side)
    objection = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "phase", "round", "side"], name="partnerships_approval_once_a_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.side}"


class PhaseDates(models.Model):
    """The first and last day of a phase, as planned. It opens and closes by itself on them, once both sides have approved it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="phase_dates")
    phase = models.CharField(max_length=10, choices=Phase)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "phase"], name="partnerships_phase_dates_once"),
            models.CheckConstraint(
                condition=models.Q(opens_on__isnull=True)
                | models.Q(closes_on__isnull=True)
                | models.Q(opens_on__lte=models.F("closes_on")),
                name="partnerships_phase_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.opens_on} to {self.closes_on}"


class PhaseException(models.Model):
    """Why the work of a phase is done although the phase is not open yet, or no longer."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="phase_exceptions")
    phase = models.CharField(max_length=10, choices=Phase)
    round = models.PositiveIntegerField(default=1)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.phase}: {self.reason}"


class PhaseReturn(models.Model):
    """A return of the partnership to an earlier phase, with the reason."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="steps_back")
    to_phase = models.CharField(max_length=10, choices=Phase)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"back to {self.to_phase}"


class PowerHolder(models.TextChoices):
    INSTITUTION = "institution", _("The public body")
    JOINTLY = "jointly", _("Jointly")
    COMMUNITY = "community", _("The community")
    OUTSIDE = "outside", _("Law or an outside body")


class PowerLevel(models.IntegerChoices):
    TOLD = 0, _("0: told")
    ASKED = 1, _("1: asked")
    TOGETHER = 2, _("2: working together")
    DECIDING = 3, _("3: deciding together")
    COMMUNITY = 4, _("4: the community decides")


class PowerTopic(UUIDModel):
    """An activity or decision of the partnership on which power is recorded."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="power_topics")
    name = BilingualTextField(max_length=160)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name_en


class PowerAssessment(models.Model):
    """Who set a topic and decides on it, and the levels promised and reached, in the view of one side. Append-only."""

    topic = models.ForeignKey(PowerTopic, on_delete=models.CASCADE, related_name="records")
    side = models.CharField(max_length=12, choices=Side)
    topic_set_by = models.CharField(max_length=12, choices=PowerHolder)
    method_set_by = models.CharField(max_length=12, choices=PowerHolder)
    decides = models.CharField(max_length=12, choices=PowerHolder)
    options_open = models.TextField(blank=True)
    promised_level = models.PositiveSmallIntegerField(choices=PowerLevel)
    actual_level = models.PositiveSmallIntegerField(choices=PowerLevel, null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promised_level__lte=4)
                & (models.Q(actual_level__isnull=True) | models.Q(actual_level__lte=4)),
                name="partnerships_power_on_the_scale",
            )
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.promised_level}"


class SideRecord(models.Model):
    """Base of models in which each side of a partnership decides something for itself, by a named person."""

    side = models.CharField(max_length=12, choices=Side)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.side
