"""Moderation: the queue, a decision, and the public list of refused statements."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations import actions, queries, rules
from cyfran.discover.conversations.forms import ModerationForm
from cyfran.discover.conversations.pages import GROUND_NAMES, conversation_trail
from cyfran.discover.conversations.views.running import get_visible_conversation


def queue(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_moderate(request.user, conversation))
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "waiting": queries.waiting_statements(conversation),
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/queue.jinja", context)


def decide(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_moderate(request.user, conversation))
    statement = get_object_or_404(queries.statements_of(conversation), pk=statement_pk)
    form = ModerationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.decide(statement=statement, **form.decision(), by=request.user, at=timezone.now())
        messages.success(request, _("Decision saved: statement %(number)s") % {"number": statement.label})
        return redirect("conversations:queue", slug, pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "statement": statement,
        "form": form,
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/decide.jinja", context)


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
