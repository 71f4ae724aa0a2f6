from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, OverviewTask
from cyfran.core.thread.node_types import Reader
from cyfran.define.insights.pages import text_choices
from cyfran.define.insights.queries import insights_of, shared_outcomes
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.commitments.queries import (
    CommitmentView,
    FeedbackOwed,
    FulfilmentCounts,
    feedback_owed,
    promises_of,
    record_of,
)
from cyfran.deliver.commitments.rules import may_answer_for, may_give_feedback, owner_side
from cyfran.develop.proposals.queries import decisions_of, proposals_of
from cyfran.discover.events.queries import promises_made_in
from cyfran.discover.evidence.synthesis.queries import findings_in
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
    own_step = step(words(commitment.text), "commitments:detail", partnership.slug, commitment.pk)
    return [*commitments_trail(partnership), own_step]


SINGLE = ("proposal", "decision", "spoken_promise", "institution_owner", "community_owner")
MULTIPLE = ("insights", "findings", "shared_outcomes")


class Choices:
    """Everything a commitment can rest on or belong to, for each form field by the key that stands in the form."""

    def __init__(self, partnership: Partnership) -> None:
        users = {side: {} for side in Side.values}
        for membership in members(partnership):
            users[membership.side][str(membership.user_id)] = membership.user
        self.options = {
            "proposal": _by_key(proposals_of(partnership)),
            "decision": _by_key(
                state.decision for state in decisions_of(partnership) if not state.withdrawal
            ),
            "spoken_promise": _by_key(promises_made_in(partnership)),
            "insights": _by_key(insights_of(partnership)),
            "findings": _by_key(findings_in(partnership)),
            "shared_outcomes": _by_key(
                state.subject for state in shared_outcomes(partnership) if state.by_both
            ),
            "institution_owner": users[Side.INSTITUTION],
            "community_owner": users[Side.COMMUNITY],
        }

    def form_choices(self) -> dict[str, list]:
        """Return the choices (key, text) of each form field."""
        texts = {"proposal": "title", "decision": "question"} | dict.fromkeys(MULTIPLE, "text")
        choices = {name: text_choices(self.options[name].values(), text) for name, text in texts.items()}
        promises = self.options["spoken_promise"].items()
        choices["spoken_promise"] = [(key, promise.text) for key, promise in promises]
        for name in ("institution_owner", "community_owner"):
            choices[name] = [(key, user.name) for key, user in self.options[name].items()]
        return choices

    def chosen(self, cleaned: dict) -> dict:
        """Return for each form field the object that was chosen (or None), or the list of them."""
        single = {name: self.options[name].get(cleaned.get(name, "")) for name in SINGLE}
        multiple = {name: [self.options[name][key] for key in cleaned.get(name, [])] for name in MULTIPLE}
        return single | multiple


def _by_key(objects) -> dict[str, object]:
    return {str(row.pk): row for row in objects}


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    today = timezone.localdate()
    promises, entries = promises_of(partnership, today), feedback_owed(partnership, today)
    visible = [promise for promise in promises if reader.is_member or not promise.unaccepted_sides]
    return ChapterSummary(
        _figures(partnership, record_of(visible), sum(entry.is_late for entry in entries)),
        [*_promise_tasks(partnership, promises, user), *_feedback_tasks(partnership, entries, user)],
    )


def _figures(partnership: Partnership, record: FulfilmentCounts, unanswered: int) -> list[Figure]:
    """Return the chapter's figures: kept and late commitments alike, and themes whose feedback is late, if any."""
    address = reverse("commitments:list", args=[partnership.slug])
    figures = [Figure(_("commitments"), record.total, address)]
    if record.due:
        kept = f"{record.kept} / {record.due}"
        figures.append(
            Figure(_("commitments due that have been kept (both sides agree)"), kept, address, "green")
        )
    figures += [
        Figure(_("kept (only one side says so)"), record.one_view, address, "yellow"),
        Figure(_("late"), record.late, address, "red"),
    ]
    if not_kept := record.not_kept + record.partly:
        figures.append(Figure(_("not kept, or only partly (both sides agree)"), not_kept, address, "red"))
    if unanswered:
        address = reverse("commitments:feedback", args=[partnership.slug])
        figures.append(Figure(_("themes with overdue feedback"), unanswered, address, "red"))
    return figures


def _promise_tasks(partnership: Partnership, promises: list[CommitmentView], user) -> list[OverviewTask]:
    """Return as tasks the commitments to accept as an owner, and those due that the person's side has not judged."""
    side, tasks = may_answer_for(user, partnership), []
    for promise in promises:
        commitment = promise.commitment
        address, params = (
            reverse("commitments:detail", args=[partnership.slug, commitment.pk]),
            {"text": plain(commitment.text)},
        )
        if owner_side(user, commitment) in promise.unaccepted_sides:
            tasks.append(
                OverviewTask(
                    _("Accept this commitment, or say no: %(text)s") % params, address, commitment.first_due
                )
            )
        elif side and promise.is_due and side not in promise.judgements and promise.state != "withdrawn":
            tasks.append(
                OverviewTask(
                    _("Say for your side whether it was kept: %(text)s") % params,
                    address,
                    commitment.first_due,
                )
            )
    return tasks


def _feedback_tasks(partnership: Partnership, entries: list[FeedbackOwed], user) -> list[OverviewTask]:
    tasks = [
        OverviewTask(
            _("Tell people what happened next: %(text)s") % {"text": plain(entry.theme.name)},
            reverse("commitments:give_feedback", args=[partnership.slug, entry.theme.pk]),
            entry.due,
        )
        for entry in entries
        if entry.due and not entry.feedback
    ]
    return tasks if tasks and may_give_feedback(user, partnership) else []
