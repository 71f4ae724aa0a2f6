from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.define.insights.models import Tagging, Theme
from cyfran.deliver.commitments.models import (
    Acceptance,
    Commitment,
    CommitmentJudgement,
    Feedback,
    Fulfilment,
    Withdrawal,
)
from cyfran.discover.conversations.models import ConversationState, PublicationState
from cyfran.discover.events.models import SpokenPromise
from cyfran.discover.events.queries import FEEDBACK_AFTER, last_asked_at, promises_made_in
from cyfran.ground.partnerships.models import Partnership, Side

STATES = {
    "waiting": _("waits for its owners to accept"),
    "open": _("open"),
    "kept": _("kept, in both sides' view"),
    "one_view": _("kept in one side's view only"),
    "late": _("late"),
    "withdrawn": _("withdrawn by both sides"),
}


@dataclass(frozen=True)
class Promise:
    """A commitment as it stands on a day, with what each side says of it."""

    commitment: Commitment
    accepted: dict[str, Acceptance]
    judged: dict[str, CommitmentJudgement]
    withdrawn: dict[str, Withdrawal]
    today: date

    @property
    def owners(self) -> dict[str, object]:
        both = {
            Side.INSTITUTION: self.commitment.institution_owner,
            Side.COMMUNITY: self.commitment.community_owner,
        }
        return {side: owner for side, owner in both.items() if owner is not None}

    @property
    def waits_for(self) -> list[str]:
        """Sides whose owner has not accepted yet."""
        return [side for side in self.owners if side not in self.accepted]

    @property
    def is_due(self) -> bool:
        return self.commitment.first_due <= self.today

    @property
    def state(self) -> str:
        """Silence is not consent: a promise is kept when both sides say so."""
        kept = [side for side, judgement in self.judged.items() if judgement.kept == Fulfilment.KEPT]
        if len(self.withdrawn) == len(Side):
            return "withdrawn"
        if len(kept) == len(Side):
            return "kept"
        if kept:
            return "one_view"
        if self.waits_for:
            return "waiting"
        return "late" if self.is_due else "open"

    @property
    def state_name(self) -> object:
        return STATES[self.state]

    @property
    def is_disputed(self) -> bool:
        return len({judgement.kept for judgement in self.judged.values()}) > 1


def promises_of(partnership: Partnership, today: date) -> list[Promise]:
    """Every promise of a partnership, the earliest due first."""
    return _promises(Commitment.objects.filter(partnership=partnership), today)


def promise_in(partnership: Partnership, pk, today: date) -> Promise | None:
    return next(iter(_promises(Commitment.objects.filter(partnership=partnership, pk=pk), today)), None)


def _promises(commitments: QuerySet[Commitment], today: date) -> list[Promise]:
    newest = CommitmentJudgement.objects.select_related("by").order_by("id")
    listed = commitments.select_related(
        "institution_owner", "community_owner", "proposal", "decision"
    ).prefetch_related(
        "acceptances", Prefetch("judgements", queryset=newest), "withdrawals__by", "updates__by"
    )
    return [
        Promise(
            c,
            accepted={a.side: a for a in c.acceptances.all()},
            judged={j.side: j for j in c.judgements.all()},
            withdrawn={w.side: w for w in c.withdrawals.all()},
            today=today,
        )
        for c in listed.order_by("first_due", "at")
    ]


def promises_nobody_owns(partnership: Partnership) -> list[SpokenPromise]:
    """What was promised in a room and has not become a promise with owners."""
    return list(promises_made_in(partnership).filter(commitments__isnull=True))


@dataclass(frozen=True)
class KeptRecord:
    """How a partnership keeps its promises: of those due and not withdrawn, how many both sides see as kept."""

    made: int
    due: int
    kept: int
    one_view: int
    late: int
    withdrawn: int
    owned_twice: int


def record_of(promises: list[Promise]) -> KeptRecord:
    due = [promise for promise in promises if promise.is_due]
    states = Counter(promise.state for promise in due)
    return KeptRecord(
        made=len(promises),
        due=len(due) - states["withdrawn"],
        kept=states["kept"],
        one_view=states["one_view"],
        late=states["late"] + states["waiting"],
        withdrawn=states["withdrawn"],
        owned_twice=sum(len(promise.owners) == len(Side) for promise in promises),
    )


# --- What people hear back ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FeedbackOwed:
    """A theme, by when people should have heard back on it, and what they heard."""

    theme: Theme
    due: date | None
    heard: list[Feedback]
    today: date

    @property
    def is_late(self) -> bool:
        return self.due is not None and not self.heard and self.due < self.today

    @property
    def came_late(self) -> bool:
        return self.due is not None and bool(self.heard) and self.heard[-1].at.date() > self.due


def feedback_owed(partnership: Partnership, today: date) -> list[FeedbackOwed]:
    """For each theme with words in it: the clock runs from the end of the conversation they were said in."""
    feedback = Feedback.objects.select_related("by").prefetch_related("commitments").order_by("-at")
    themes = Theme.objects.filter(partnership=partnership, taggings__isnull=False).distinct()
    listed = themes.prefetch_related(Prefetch("feedback", queryset=feedback)).order_by("name_en")
    ended = _ended_at(partnership)
    said_in: dict[UUID, list[datetime]] = {}
    pairs = Tagging.objects.filter(theme__partnership=partnership).values_list(
        "theme", "statement__conversation"
    )
    for theme, conversation in pairs.distinct():
        if conversation in ended:
            said_in.setdefault(theme, []).append(ended[conversation])
    return [
        FeedbackOwed(
            theme,
            (min(said_in[theme.pk]) + FEEDBACK_AFTER).date() if theme.pk in said_in else None,
            list(theme.feedback.all()),
            today,
        )
        for theme in listed
    ]


def _ended_at(partnership: Partnership) -> dict[UUID, datetime]:
    """When each conversation was over: with the last event that asked it, or when it first closed.

    The clock does not begin anew because a conversation is opened again.
    """
    closed = ConversationState.objects.filter(
        conversation__partnership=partnership, state=PublicationState.CLOSED
    )
    return dict(closed.order_by("-id").values_list("conversation", "at")) | last_asked_at(partnership)


def theme_in(partnership: Partnership, pk) -> Theme | None:
    return Theme.objects.filter(partnership=partnership, pk=pk).first()


# --- On the thread ------------------------------------------------------------------------------------------------


def show_commitments(commitments: QuerySet[Commitment], reader: Reader) -> dict[UUID, RenderedNode]:
    """A promise is public once its owners have accepted it."""
    return {
        p.commitment.pk: RenderedNode(p.commitment.text, p.state_name)
        for p in _promises(commitments, timezone.localdate())
        if reader.is_member or not p.waits_for
    }


def show_feedback(feedback: QuerySet[Feedback], reader: Reader) -> dict[UUID, RenderedNode]:
    return {f.pk: RenderedNode(f.text, f.get_answer_display()) for f in feedback}
