"""Pages for organisers: begin a conversation, open and close it, enter what was said elsewhere, invite people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations import actions, queries, rules
from cyfran.discover.conversations.forms import (
    ConversationForm,
    PaperCodesForm,
    WriteDownForm,
)
from cyfran.discover.conversations.pages import conversation_trail, conversations_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.queries import partnership_by_slug
from cyfran.ground.people.queries import consent_text
from cyfran.ui.edited_meanwhile import note_what_stands
from cyfran.ui.forms import render_form_page, submit_form, try_action
from cyfran.ui.pairs import pair_values
from cyfran.ui.previews import preview_link
from cyfran.ui.qr import qr_picture


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(partnership_by_slug(slug))
    context = {
        "partnership": partnership,
        "conversations": queries.conversations_of(partnership, request.user),
        "may_begin": rules.may_begin(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "conversations/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = get_object_or_404(partnership_by_slug(slug))
    require(rules.may_begin(request.user, partnership))
    form = ConversationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        texts = {"question": form.pair("question"), "introduction": form.pair("introduction")}
        conversation = actions.begin_conversation(
            partnership=partnership, **texts, by=request.user, at=timezone.now()
        )
        messages.success(
            request, _("The conversation is saved as a draft. Add some statements, then open it.")
        )
        return redirect("conversations:detail", slug, conversation.pk)
    context = {"partnership": partnership, "form": form, "trail": conversations_trail(partnership)}
    return render(request, "conversations/add.jinja", context)


def change(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_run(request.user, conversation))
    form = note_what_stands(
        ConversationForm(request.POST or None, initial=pair_values(conversation, "question", "introduction"))
    )
    if submit_form(
        form,
        lambda: actions.change_conversation(
            conversation=conversation,
            question=form.pair("question"),
            introduction=form.pair("introduction"),
            by=request.user,
            at=timezone.now(),
        ),
        "question_en",
    ):
        return redirect("conversations:detail", slug, pk)
    trail = conversation_trail(partnership, conversation)
    return render_form_page(
        request, form, _("Change the question and introduction"), partnership=partnership, trail=trail
    )


def get_visible_conversation(request: HttpRequest, slug: str, pk):
    """Return the partnership and its conversation; 404 where this person may not see it."""
    partnership = get_object_or_404(partnership_by_slug(slug))
    conversation = get_object_or_404(queries.conversation_in(partnership, pk))
    require(rules.may_see(request.user, conversation, conversation.state), "not_found")
    return partnership, conversation


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, conversation = get_visible_conversation(request, slug, pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "tally": queries.tally(conversation),
        "preview": preview_link(request, "taking-part:preview", pk),
        "may_run": rules.may_run(request.user, conversation),
        "trail": conversations_trail(partnership),
    }
    return render(request, "conversations/detail.jinja", context)


def change_state(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, conversation = get_visible_conversation(request, slug, pk)
    if request.method == "POST":
        state = "open" if request.POST.get("state") == "open" else "closed"
        done = try_action(
            request,
            lambda: actions.set_state(
                conversation=conversation, state=state, by=request.user, at=timezone.now()
            ),
        )
        if done:
            is_open = _("The conversation is open. Anyone with its link or code can take part.")
            messages.success(request, is_open if state == "open" else _("The conversation is closed."))
    return redirect("conversations:detail", slug, pk)


def write_down(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Enter one card after another: what was said, in which language, the code, what they allowed."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_write_down(request.user, partnership))
    form = WriteDownForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.write_down(
            conversation=conversation,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            code=form.cleaned_data["code"],
            given=set(form.cleaned_data["given"]),
            consent_text=consent_text(),
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(
            request, _("Saved. It is now waiting for approval, like every statement. Enter the next one.")
        )
        return redirect("conversations:write_down", slug, pk)
    return render_form_page(
        request,
        form,
        _("Enter what someone said"),
        partnership=partnership,
        trail=conversation_trail(partnership, conversation),
    )


def invite(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """A poster to print: the question in both languages, a QR code, a short address and a code to type."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_run(request.user, conversation))
    address = request.build_absolute_uri(f"/t/{conversation.join_code}/")
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "address": address,
        "qr": qr_picture(f"{address}?by=qr"),
        "form": PaperCodesForm(),
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/invite.jinja", context)


def print_codes(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Make personal codes and show them once, as slips to print and cut."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    form = PaperCodesForm(request.POST if request.method == "POST" else None)
    codes: list[str] = []
    if form.is_valid():
        how_many = form.cleaned_data["how_many"]
        codes = actions.issue_paper_codes(
            conversation=conversation, how_many=how_many, by=request.user, at=timezone.now()
        )
    require(rules.may_run(request.user, conversation))
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "codes": codes,
        "form": form,
        "address": request.build_absolute_uri("/"),
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/print_codes.jinja", context)
