from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import reading_column
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.define.insights.models import Tagging, Theme
from cyfran.deliver.commitments.models import (
    Acceptance,
    Commitment,
    CommitmentJudgement,
    Feedback,
    Withdrawal,
)
from cyfran.deliver.commitments.rules import commitment_state
from cyfran.discover.conversations.models import ConversationState, PublicationState
from cyfran.discover.events.models import SpokenPromise
from cyfran.discover.events.queries import FEEDBACK_AFTER, last_asked_at, promises_made_in
from cyfran.ground.partnerships.models import Partnership, Phase, Side
from cyfran.ground.partnerships.queries import states_by_phase

STATES = {
    "waiting": _("waiting for its owners to accept it"),
    "open": _("open"),
    "kept": _("kept (both sides agree)"),
    "partly": _("partly kept (both sides agree)"),
    "not_kept": _("not kept (both sides agree)"),
    "one_view": _("kept (only one side says so)"),
    "late": _("late"),
    "withdrawn": _("withdrawn by both sides"),
}


@dataclass(frozen=True)
class CommitmentView:
    """A commitment as it stands on a day, with each side's acceptance, newest judgement and withdrawal."""

    commitment: Commitment
    acceptances: dict[str, Acceptance]
    judgements: dict[str, CommitmentJudgement]
    withdrawals: dict[str, Withdrawal]
    today: date

    @property
    def owners(self) -> dict[str, object]:
        owner_by_side = {
            Side.INSTITUTION: self.commitment.institution_owner,
            Side.COMMUNITY: self.commitment.community_owner,
        }
        return {side: owner for side, owner in owner_by_side.items() if owner is not None}

    @property
    def unaccepted_sides(self) -> list[str]:
        """Return the sides whose owner has not accepted yet."""
        return [side for side in self.owners if side not in self.acceptances]

    @property
    def is_due(self) -> bool:
        return self.commitment.first_due <= self.today

    @property
    def state(self) -> str:
        return commitment_state(
            {side: judgement.kept for side, judgement in self.judgements.items()},
            is_withdrawn=len(self.withdrawals) == len(Side),
            is_accepted=not self.unaccepted_sides,
            is_due=self.is_due,
        )

    @property
    def state_name(self) -> object:
        return STATES[self.state]

    @property
    def is_disputed(self) -> bool:
        return len({judgement.kept for judgement in self.judgements.values()}) > 1


def promises_of(partnership: Partnership, today: date) -> list[CommitmentView]:
    """Return every commitment of a partnership, earliest due date first."""
    return _with_acceptances(Commitment.objects.filter(partnership=partnership), today)


def promise_in(partnership: Partnership, pk, today: date) -> CommitmentView | None:
    return next(
        iter(_with_acceptances(Commitment.objects.filter(partnership=partnership, pk=pk), today)), None
    )


def _with_acceptances(commitments: QuerySet[Commitment], today: date) -> list[CommitmentView]:
    judgements = CommitmentJudgement.objects.select_related("by").order_by("id")
    prefetched = commitments.select_related(
        "institution_owner", "community_owner", "proposal", "decision"
    ).prefetch_related(
        "acceptances", Prefetch("judgements", queryset=judgements), "withdrawals__by", "updates__by"
    )
    return [
        CommitmentView(
            commitment,
            acceptances={acceptance.side: acceptance for acceptance in commitment.acceptances.all()},
            judgements={judgement.side: judgement for judgement in commitment.judgements.all()},
            withdrawals={withdrawal.side: withdrawal for withdrawal in commitment.withdrawals.all()},
            today=today,
        )
        for commitment in prefetched.order_by("first_due", "at")
    ]


def promises_nobody_owns(partnership: Partnership) -> list[SpokenPromise]:
    """Return spoken promises that have not become commitments."""
    return list(promises_made_in(partnership).filter(commitments__isnull=True))


@dataclass(frozen=True)
class FulfilmentCounts:
    """Counts of commitments. ``due`` leaves out the withdrawn; ``kept`` counts those both sides judge as kept."""

    total: int
    due: int
    kept: int
    one_view: int
    partly: int
    not_kept: int
    late: int
    withdrawn: int
    owned_twice: int


def record_of(promises: list[CommitmentView]) -> FulfilmentCounts:
    due = [promise for promise in promises if promise.is_due]
    states = Counter(promise.state for promise in due)
    return FulfilmentCounts(
        total=len(promises),
        due=len(due) - states["withdrawn"],
        kept=states["kept"],
        one_view=states["one_view"],
        partly=states["partly"],
        not_kept=states["not_kept"],
        late=states["late"] + states["waiting"],
        withdrawn=states["withdrawn"],
        owned_twice=sum(len(promise.acceptances) == len(Side) for promise in promises),
    )


# --- What people hear back ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FeedbackOwed:
    """A theme with the day by which feedback on it is due, and the feedback given, newest first."""

    theme: Theme
    due: date | None
    feedback: list[Feedback]
    today: date

    @property
    def is_late(self) -> bool:
        return self.due is not None and not self.feedback and self.due < self.today

    @property
    def came_late(self) -> bool:
        return self.due is not None and bool(self.feedback) and self.feedback[-1].at.date() > self.due


def feedback_owed(partnership: Partnership, today: date) -> list[FeedbackOwed]:
    """Return an entry for each theme with statements; feedback is due ``FEEDBACK_AFTER`` the end of their conversation."""
    feedback = Feedback.objects.select_related("by").prefetch_related("commitments").order_by("-at")
    themes = Theme.objects.filter(partnership=partnership, taggings__isnull=False).distinct()
    prefetched = themes.prefetch_related(Prefetch("feedback", queryset=feedback)).order_by(
        reading_column("name")
    )
    conversation_ends = _conversation_ends(partnership)
    ends_by_theme: dict[UUID, list[datetime]] = {}
    theme_conversations = Tagging.objects.filter(theme__partnership=partnership).values_list(
        "theme", "statement__conversation"
    )
    for theme, conversation in theme_conversations.distinct():
        if conversation in conversation_ends:
            ends_by_theme.setdefault(theme, []).append(conversation_ends[conversation])
    return [
        FeedbackOwed(
            theme,
            (min(ends_by_theme[theme.pk]) + FEEDBACK_AFTER).date() if theme.pk in ends_by_theme else None,
            list(theme.feedback.all()),
            today,
        )
        for theme in prefetched
    ]


def _conversation_ends(partnership: Partnership) -> dict[UUID, datetime]:
    """Return when each conversation ended: with the last event that asked it, or else when it was first closed.

    Opening a conversation again does not postpone the feedback.
    """
    states = ConversationState.objects.filter(conversation__partnership=partnership)
    closed = states_by_phase(states, "conversation__partnership", Phase.DISCOVER).filter(
        state_now=PublicationState.CLOSED
    )
    ends: dict[UUID, datetime] = {}
    for row in closed:
        by_hand = row.state == PublicationState.CLOSED
        ended_at = row.at if by_hand else _midnight_after(row.last_day)
        ends[row.conversation_id] = min(ended_at, ends.get(row.conversation_id, ended_at))
    return ends | last_asked_at(partnership)


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def theme_in(partnership: Partnership, pk) -> Theme | None:
    return Theme.objects.filter(partnership=partnership, pk=pk).first()


# --- On the thread ------------------------------------------------------------------------------------------------


def show_commitments(commitments: QuerySet[Commitment], reader: Reader) -> dict[UUID, RenderedNode]:
    """Render commitments: only members see them before their owners have accepted them."""
    return {
        promise.commitment.pk: RenderedNode(promise.commitment.text, promise.state_name)
        for promise in _with_acceptances(commitments, timezone.localdate())
        if reader.is_member or not promise.unaccepted_sides
    }


def show_feedback(feedback: QuerySet[Feedback], reader: Reader) -> dict[UUID, RenderedNode]:
    return {entry.pk: RenderedNode(entry.text, entry.get_answer_display()) for entry in feedback}
