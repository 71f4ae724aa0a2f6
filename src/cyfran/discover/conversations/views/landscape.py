"""What people think: the page for everyone, and the files for those who check it."""

from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations import actions, queries, rules
from cyfran.discover.conversations.exchange import write_comments, write_votes
from cyfran.discover.conversations.pages import comments_to_write, conversation_trail, landscape_page
from cyfran.discover.conversations.views.running import get_visible_conversation
from cyfran.ui.downloads import download


def landscape(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the newest landscape. It is computed in the background; this page never waits for it."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    newest = queries.newest_landscape(conversation, "recommended")
    statements = queries.open_statements(conversation)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "landscape": landscape_page(newest.data(), statements, newest.at) if newest else None,
        "is_current": newest is not None and newest.data_version == queries.data_version(conversation),
        "may_download": rules.may_download(request.user, conversation),
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "conversations/landscape.jinja", context)


def result(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The result as the command line gives it, byte for byte."""
    _partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_download(request.user, conversation))
    mode = "compatible" if request.POST.get("mode") == "compatible" else "recommended"
    renewed = actions.renew_landscape(conversation=conversation, at=timezone.now(), mode=mode)
    return download(renewed.result, f"{mode}.json")


def votes(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Every vote event, as Polis writes them."""
    _partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_download(request.user, conversation))
    out = StringIO()
    write_votes(out, queries.vote_log(conversation))
    return download(out.getvalue(), "votes.csv")


def comments(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_download(request.user, conversation))
    out = StringIO()
    write_comments(out, comments_to_write(queries.comments_with_counts(conversation)))
    return download(out.getvalue(), "comments.csv")
