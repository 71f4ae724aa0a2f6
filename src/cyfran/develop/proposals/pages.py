from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, OverviewTask
from cyfran.core.thread.node_types import Reader
from cyfran.develop.proposals.queries import decisions_of, ideas_of, proposals_of
from cyfran.develop.proposals.rules import may_answer_for
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import plain, words
from cyfran.ui.trail import step


def proposals_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [
        *partnership_trail(partnership),
        step(_("Proposals"), "proposals:home", partnership.slug),
    ]


def proposal_trail(partnership: Partnership, proposal) -> list[dict[str, object]]:
    own_step = step(words(proposal.title), "proposals:detail", partnership.slug, proposal.pk)
    return [*proposals_trail(partnership), own_step]


def decision_trail(partnership: Partnership, decision) -> list[dict[str, object]]:
    own_step = step(words(decision.question), "proposals:decision", partnership.slug, decision.pk)
    return [*proposals_trail(partnership), own_step]


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """Return the chapter's figures, and as tasks the decisions whose rule this person's side has not agreed to yet."""
    address, side = reverse("proposals:home", args=[partnership.slug]), may_answer_for(user, partnership)
    decisions = decisions_of(partnership)
    figures = [
        Figure(_("ideas"), ideas_of(partnership).count(), address),
        Figure(_("proposals"), proposals_of(partnership).count(), address),
        Figure(_("decisions made"), sum(state.is_made for state in decisions), address),
    ]
    tasks = [
        OverviewTask(
            _("Agree to the rule, or say what needs to change: %(text)s")
            % {"text": plain(state.decision.question)},
            reverse("proposals:decision", args=[partnership.slug, state.decision.pk]),
        )
        for state in decisions
        if side and side not in state.rule_agreements and not state.withdrawal
    ]
    return ChapterSummary(figures, tasks)
