"""Seeds: the statements that organisers put forward, added, corrected and removed until somebody votes on them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations import actions, queries, rules
from cyfran.discover.conversations.forms import OrganiserStatementForm
from cyfran.discover.conversations.pages import GROUND_NAMES, conversation_trail
from cyfran.discover.conversations.views.running import get_visible_conversation
from cyfran.ui.forms import render_form_page, submit_form, try_action


def list_(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, conversation = _get_conversation(request, slug, pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "seeds": queries.seeds_of(conversation),
        "ground_names": GROUND_NAMES,
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/seeds.jinja", context)


def add(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, conversation = _get_conversation(request, slug, pk)
    form = OrganiserStatementForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.add_seed(
            conversation=conversation, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        "text",
    ):
        messages.success(request, _("The statement is added. Add another, or go back to the conversation."))
        return redirect("conversations:add_seed", slug, pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "form": form,
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/add_seed.jinja", context, status=422 if form.errors else 200)


def change(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    partnership, conversation = _get_conversation(request, slug, pk)
    seed = get_object_or_404(queries.seeds_of(conversation), pk=statement_pk)
    translation = seed.translations.first()
    initial = {
        "text": seed.text,
        "language": seed.language,
        "translation": translation.text if translation else "",
    }
    form = OrganiserStatementForm(request.POST or None, initial=initial)
    if submit_form(
        form,
        lambda: actions.change_seed(statement=seed, **form.cleaned_data, by=request.user, at=timezone.now()),
        "text",
    ):
        messages.success(request, _("Your changes have been saved. What stood before is kept on record."))
        return redirect("conversations:seeds", slug, pk)
    trail = conversation_trail(partnership, conversation)
    return render_form_page(request, form, _("Change a statement"), partnership=partnership, trail=trail)


@require_POST
def remove(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    _partnership, conversation = _get_conversation(request, slug, pk)
    seed = get_object_or_404(queries.seeds_of(conversation), pk=statement_pk)
    if try_action(request, lambda: actions.remove_seed(statement=seed, by=request.user, at=timezone.now())):
        messages.success(request, _("The statement has been removed."))
    return redirect("conversations:seeds", slug, pk)


def _get_conversation(request: HttpRequest, slug: str, pk):
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_run(request.user, conversation))
    return partnership, conversation
