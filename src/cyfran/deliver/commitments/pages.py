from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, Waiting
from cyfran.core.thread.node_types import Reader
from cyfran.define.insights.pages import text_choices
from cyfran.define.insights.queries import insights_of, shared_outcomes
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.commitments.queries import (
    FeedbackOwed,
    KeptRecord,
    Promise,
    feedback_owed,
    promises_of,
    record_of,
)
from cyfran.deliver.commitments.rules import may_answer_for, may_give_feedback, owner_side
from cyfran.develop.proposals.queries import decisions_of, proposals_of
from cyfran.discover.events.queries import promises_made_in
from cyfran.discover.evidence.queries import findings_in
from cyfran.ground.partnerships.models import Partnership, Side
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.queries import members
from cyfran.ui.formats import plain, words
from cyfran.ui.trail import step


def commitments_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [
        *partnership_trail(partnership),
        step(_("Commitments"), "commitments:list", partnership.slug),
    ]


def commitment_trail(partnership: Partnership, commitment: Commitment) -> list[dict[str, object]]:
    here = step(words(commitment.text), "commitments:detail", partnership.slug, commitment.pk)
    return [*commitments_trail(partnership), here]


SEVERAL = ("insights", "findings", "shared_outcomes")


class Choices:
    """Everything a promise can rest on or belong to, by the key that stands in the form."""

    def __init__(self, partnership: Partnership) -> None:
        people = {side: {} for side in Side.values}
        for membership in members(partnership):
            people[membership.side][str(membership.user_id)] = membership.user
        self.found = {
            "proposal": _by_key(proposals_of(partnership)),
            "decision": _by_key(made.decision for made in decisions_of(partnership)),
            "spoken_promise": _by_key(promises_made_in(partnership)),
            "insights": _by_key(insights_of(partnership)),
            "findings": _by_key(findings_in(partnership)),
            "shared_outcomes": _by_key(
                agreed.thing for agreed in shared_outcomes(partnership) if agreed.by_both
            ),
            "institution_owner": people[Side.INSTITUTION],
            "community_owner": people[Side.COMMUNITY],
        }

    def for_form(self) -> dict[str, list]:
        texts = {"proposal": "title", "decision": "question"} | dict.fromkeys(SEVERAL, "text")
        choices = {name: text_choices(self.found[name].values(), text) for name, text in texts.items()}
        choices["spoken_promise"] = [(key, one.text) for key, one in self.found["spoken_promise"].items()]
        people = ("institution_owner", "community_owner")
        return choices | {name: [(k, u.name) for k, u in self.found[name].items()] for name in people}

    def chosen(self, data: dict) -> dict:
        """What was chosen in the form, as things."""
        one = ("proposal", "decision", "spoken_promise", "institution_owner", "community_owner")
        picked = {name: self.found[name].get(data.get(name, "")) for name in one}
        return picked | {name: [self.found[name][key] for key in data.get(name, [])] for name in SEVERAL}


def _by_key(things) -> dict[str, object]:
    return {str(thing.pk): thing for thing in things}


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    today = timezone.localdate()
    promises, owed = promises_of(partnership, today), feedback_owed(partnership, today)
    shown = [promise for promise in promises if reader.is_member or not promise.waits_for]
    return ChapterSummary(
        _figures(partnership, record_of(shown), sum(one.is_late for one in owed)),
        [*_promises_waiting(partnership, promises, user), *_feedback_waiting(partnership, owed, user)],
    )


def _figures(partnership: Partnership, record: KeptRecord, unanswered: int) -> list[Figure]:
    """Bad news stands beside good news, in the same size."""
    address = reverse("commitments:list", args=[partnership.slug])
    figures = [
        Figure(_("promises"), record.made, address),
        Figure(_("due, and kept in both sides' view"), f"{record.kept} / {record.due}", address, "green"),
        Figure(_("kept in one side's view only"), record.one_view, address, "yellow"),
        Figure(_("late"), record.late, address, "red"),
    ]
    if unanswered:
        address = reverse("commitments:feedback", args=[partnership.slug])
        figures.append(Figure(_("themes on which people should have heard back"), unanswered, address, "red"))
    return figures


def _promises_waiting(partnership: Partnership, promises: list[Promise], user) -> list[Waiting]:
    """Promises to accept as an owner, and those due that one's side has not judged."""
    side, found = may_answer_for(user, partnership), []
    for promise in promises:
        c = promise.commitment
        address, text = reverse("commitments:detail", args=[partnership.slug, c.pk]), {"text": plain(c.text)}
        if owner_side(user, c) in promise.waits_for:
            found.append(Waiting(_("Accept this promise, or say no: %(text)s") % text, address, c.first_due))
        elif side and promise.is_due and side not in promise.judged and promise.state != "withdrawn":
            found.append(Waiting(_("Judge for your side: %(text)s") % text, address, c.first_due))
    return found


def _feedback_waiting(partnership: Partnership, owed: list[FeedbackOwed], user) -> list[Waiting]:
    waiting = [
        Waiting(
            _("Tell people what came of it: %(text)s") % {"text": plain(one.theme.name)},
            reverse("commitments:give_feedback", args=[partnership.slug, one.theme.pk]),
            one.due,
        )
        for one in owed
        if one.due and not one.heard
    ]
    return waiting if waiting and may_give_feedback(user, partnership) else []
