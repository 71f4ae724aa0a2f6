"""Import a conversation that was held with Polis."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.files.queries import report_of
from cyfran.discover.conversations import queries, rules
from cyfran.discover.conversations.forms import ConversationImportForm
from cyfran.discover.conversations.pages import conversations_trail
from cyfran.discover.conversations.tasks import read_import
from cyfran.ground.partnerships.queries import partnership_by_slug


def import_(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the files, start reading them in the background, and redirect to the report."""
    partnership = get_object_or_404(partnership_by_slug(slug))
    require(rules.may_import(request.user, partnership))
    form = (
        ConversationImportForm(request.POST, request.FILES)
        if request.method == "POST"
        else ConversationImportForm()
    )
    if form.is_valid():
        import_job = _start_import(form, partnership, request.user)
        return redirect("conversations:import_report", slug, import_job.pk)
    context = {"partnership": partnership, "form": form, "trail": conversations_trail(partnership)}
    return render(request, "conversations/import.jinja", context, status=422 if form.errors else 200)


def _start_import(form: ConversationImportForm, partnership, user):
    now, cleaned = timezone.now(), form.cleaned_data
    uploads = [
        keep_upload(file=cleaned[kind], purpose=f"polis.{kind}", by=user, at=now)
        for kind in ("votes", "comments")
    ]
    import_job = start_import(uploads=uploads, purpose="polis", within=partnership.pk, by=user, at=now)
    question_en, question_cy = form.pair("question")
    read_import.enqueue(
        str(import_job.pk), question_en, question_cy, cleaned["language"], str(partnership.pk)
    )
    return import_job


def import_report(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """What was read, what was left out and why; the page reloads itself while the import runs."""
    partnership = get_object_or_404(partnership_by_slug(slug))
    require(rules.may_import(request.user, partnership))
    import_job = get_object_or_404(queries.imports_of(partnership, pk))
    context = {
        "partnership": partnership,
        "report": report_of(import_job),
        "uploads": import_job.uploads.all(),
        "conversation": queries.conversation_of_import(import_job),
        "trail": conversations_trail(partnership),
    }
    return render(request, "conversations/import_report.jinja", context)
