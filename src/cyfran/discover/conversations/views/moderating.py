"""Moderation: the queue, a decision, and the public list of refused statements."""

from io import StringIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations import actions, queries, rules
from cyfran.discover.conversations.exchange import write_decisions
from cyfran.discover.conversations.forms import ModerationForm
from cyfran.discover.conversations.pages import GROUND_NAMES, conversation_trail, decisions_to_write
from cyfran.discover.conversations.views.running import get_visible_conversation
from cyfran.ui.downloads import download
from cyfran.ui.forms import submit_form


def queue(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_moderate(request.user, conversation))
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "waiting": queries.waiting_statements(conversation),
        "appeals": queries.appealed_statements(conversation),
        "ground_names": GROUND_NAMES,
        "has_others": queries.other_moderators(partnership, request.user),
        "now": timezone.now(),
        "most_days": rules.MODERATED_WITHIN.days,
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/queue.jinja", context)


def decide(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_moderate(request.user, conversation))
    statement = get_object_or_404(queries.statements_of(conversation), pk=statement_pk)
    form = ModerationForm(request.POST if request.method == "POST" else None)
    if submit_form(
        form,
        lambda: actions.decide(statement=statement, **form.decision(), by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("Decision saved: statement %(number)s") % {"number": statement.label})
        return redirect("conversations:queue", slug, pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "statement": statement,
        "ground_names": GROUND_NAMES,
        "form": form,
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/decide.jinja", context, status=422 if form.errors else 200)


def decisions(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Every decision, for those who answer for them."""
    _partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_moderate(request.user, conversation))
    out = StringIO()
    write_decisions(
        out, decisions_to_write(queries.decisions_on(conversation), queries.withdrawn_in(conversation))
    )
    return download(out.getvalue(), "decisions.csv")


def refused(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Refused statements by number and ground; their words are shown only to moderators."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "ground_names": GROUND_NAMES,
        "refused": queries.refused_statements(conversation),
        "may_moderate": rules.may_moderate(request.user, conversation),
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/refused.jinja", context)
