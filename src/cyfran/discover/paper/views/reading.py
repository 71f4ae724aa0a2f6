"""Sheets that came back: scan them, review uncertain rows, and type in twice what cannot be scanned."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.files.models import ImportJob
from cyfran.core.files.queries import report_of
from cyfran.discover.conversations.views.running import get_visible_conversation
from cyfran.discover.paper import actions, queries, rules
from cyfran.discover.paper.forms import (
    NameForm,
    ScanForm,
    TypeForm,
    answer_choices,
    consent_choices,
    read_choice,
)
from cyfran.discover.paper.pages import sheets_trail
from cyfran.discover.paper.tasks import read_scans
from cyfran.ui.forms import add_action_error, get_or_404, render_form_page, submit_form


def _get_conversation(request: HttpRequest, slug: str, pk):
    """Return the partnership and its conversation if this person may read sheets; refuse otherwise."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_read(request.user, partnership))
    return partnership, conversation


def scan(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Take scans and photographs, and read them in the background."""
    partnership, conversation = _get_conversation(request, slug, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        import_job = _start_reading(form.cleaned_data["files"], conversation, request.user)
        return redirect("paper:report", slug, pk, import_job.pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "form": form,
        "trail": sheets_trail(partnership, conversation),
    }
    return render(request, "paper/scan.jinja", context, status=422 if form.errors else 200)


def _start_reading(files, conversation, user) -> ImportJob:
    stamp = {"by": user, "at": timezone.now()}
    uploads = [keep_upload(file=file, purpose=queries.PURPOSE, **stamp) for file in files]
    with transaction.atomic():
        import_job = start_import(uploads=uploads, purpose=queries.PURPOSE, within=conversation.pk, **stamp)
    read_scans.enqueue(str(import_job.pk))
    return import_job


def report(request: HttpRequest, slug: str, pk, import_job_pk) -> HttpResponse:
    """The progress of reading scans, and its result."""
    partnership, conversation = _get_conversation(request, slug, pk)
    import_job = get_object_or_404(queries.scans_of(conversation), pk=import_job_pk)
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "report": report_of(import_job),
        "waiting": queries.rows_to_review(conversation).count(),
        "trail": sheets_trail(partnership, conversation),
    }
    return render(request, "paper/report.jinja", context)


def review_row(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Review one row after another: its picture, and a button for each possible answer."""
    partnership, conversation = _get_conversation(request, slug, pk)
    if request.method == "POST":
        scanned_row = get_or_404(queries.row_to_review(conversation, _parse_id(request.POST.get("row"))))
        choice = request.POST.get("choice", "")
        require(choice in ("", "0", "1", "2"), "mark_not_understood")
        actions.review_scanned_row(
            scanned_row=scanned_row, choice=read_choice(choice), by=request.user, at=timezone.now()
        )
        return redirect("paper:review_row", slug, pk)
    waiting = queries.rows_to_review(conversation)
    scanned_row = waiting.first()
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "scanned_row": scanned_row,
        "remaining": waiting.count(),
        "choices": consent_choices() if scanned_row and scanned_row.row.is_consent else answer_choices(),
        "trail": sheets_trail(partnership, conversation),
    }
    return render(request, "paper/review_row.jinja", context)


def picture(request: HttpRequest, slug: str, pk, row: int) -> HttpResponse:
    """The picture of a row to review."""
    _, conversation = _get_conversation(request, slug, pk)
    scanned_row = get_or_404(queries.row_to_review(conversation, row))
    return HttpResponse(
        bytes(scanned_row.picture), content_type="image/jpeg", headers={"Cache-Control": "no-store"}
    )


def _parse_id(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def find_sheet(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Find the sheet to type in by the name at its foot."""
    partnership, conversation = _get_conversation(request, slug, pk)
    form = NameForm(request.POST or None)
    if form.is_valid():
        copy = queries.find_sheet_copy(form.cleaned_data["name"], conversation)
        if copy:
            return redirect("paper:type_in", slug, pk, copy.name)
        add_action_error(form, ActionError("sheet_unknown"), "name")
    return render_form_page(
        request,
        form,
        _("Type in a sheet"),
        partnership=partnership,
        trail=sheets_trail(partnership, conversation),
        intro=_(
            "Use this for sheets that cannot be scanned. Two people type in each sheet. It counts once both "
            "have typed the same."
        ),
    )


def type_in(request: HttpRequest, slug: str, pk, name: str) -> HttpResponse:
    """Type in a sheet. What someone else typed is not shown, so that the two are independent."""
    partnership, conversation = _get_conversation(request, slug, pk)
    copy = get_or_404(queries.find_sheet_copy(name, conversation))
    form = TypeForm(
        request.POST if request.method == "POST" else None, rows=list(queries.rows_of(copy.sheet))
    )
    if submit_form(
        form, lambda: actions.type_in(copy=copy, choices=form.choices(), by=request.user, at=timezone.now())
    ):
        _add_status_message(request, copy)
        return redirect("paper:find_sheet", slug, pk)
    return render_form_page(
        request,
        form,
        _("Sheet %(name)s") % {"name": copy.name},
        partnership=partnership,
        trail=sheets_trail(partnership, conversation),
    )


def _add_status_message(request: HttpRequest, copy) -> None:
    known = queries.answers_of_copy(copy)
    if known.differing:
        messages.warning(
            request,
            _(
                "You and another person read this sheet differently. Look at it together, then type it in again."
            ),
        )
    elif known.typed_once:
        messages.success(request, _("Saved. It will count once another person has typed in the same."))
    elif known.consent is False:
        messages.success(request, _("The consent box is not ticked, so we keep nothing from this sheet."))
    else:
        messages.success(request, _("You both typed the same, so the sheet now counts."))
