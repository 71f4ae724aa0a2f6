from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, Waiting
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
    here = step(words(proposal.title), "proposals:detail", partnership.slug, proposal.pk)
    return [*proposals_trail(partnership), here]


def decision_trail(partnership: Partnership, decision) -> list[dict[str, object]]:
    here = step(words(decision.question), "proposals:decision", partnership.slug, decision.pk)
    return [*proposals_trail(partnership), here]


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """How far it has come; and rules of decisions that this person's side has not agreed to yet."""
    address, side = reverse("proposals:home", args=[partnership.slug]), may_answer_for(user, partnership)
    decisions = decisions_of(partnership)
    figures = [
        Figure(_("ideas"), ideas_of(partnership).count(), address),
        Figure(_("proposals"), proposals_of(partnership).count(), address),
        Figure(_("decisions made"), sum(found.is_made for found in decisions), address),
    ]
    waiting = [
        Waiting(
            _("Agree to the rule, or say what must change: %(text)s")
            % {"text": plain(found.decision.question)},
            reverse("proposals:decision", args=[partnership.slug, found.decision.pk]),
        )
        for found in decisions
        if side and side not in found.rule_agreed
    ]
    return ChapterSummary(figures, waiting)
