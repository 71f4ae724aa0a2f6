"""During an event or soon after: enter contributions, import a spreadsheet, and see what was said so far."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.core.database import uuid7
from cyfran.core.errors import FileRefused
from cyfran.core.files.actions import keep_upload
from cyfran.discover.events import actions, queries, rules
from cyfran.discover.events.exchange import read_evening
from cyfran.discover.events.forms import CompleteForm, ContributionForm, EveningForm, MomentForm
from cyfran.discover.events.models import Event, EventType, MomentType
from cyfran.discover.events.pages import event_trail, group_by_table
from cyfran.discover.events.views.access import event_for, get_visible_event
from cyfran.ground.partnerships.views.access import reader
from cyfran.ground.people.queries import consent_text
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def write_down(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Enter one contribution after another: the form comes back with everything but the words still filled in."""
    event = event_for(request, slug, pk, rules.may_record)
    items = {str(item.pk): item for item in queries.agenda(event) if item.conversation_id}
    form = _contribution_form(request.POST or None, event, items)
    if submit_form(
        form,
        lambda: actions.contribute(
            item=items[form.cleaned_data["item"]],
            words=form.words(),
            key=form.cleaned_data["key"],
            consent_text=consent_text(),
            by=request.user,
            at=timezone.now(),
        ),
        "text",
    ):
        if not request.htmx:
            return redirect("events:write_down", slug, pk)
        form = _contribution_form(None, event, items, form.cleaned_data)
    elif not form.is_bound:
        form = _contribution_form(None, event, items, _initial_from_last(event, request.user))
    context = {
        "partnership": event.partnership,
        "event": event,
        "form": form,
        "asks": bool(items),
        "moments": MomentType.choices,
        "moment_counts": queries.moment_counts(event),
        "latest": queries.latest_contributions(event, request.user),
        "trail": event_trail(event),
    }
    template = "events/_writing.jinja" if request.htmx else "events/write_down.jinja"
    return render(request, template, context, status=422 if form.errors and not request.htmx else 200)


def _contribution_form(posted, event: Event, items: dict, previous: dict | None = None) -> ContributionForm:
    choices = [(key, f"{item.number}. {plain(item.conversation.question)}") for key, item in items.items()]
    carried_over = {
        name: value
        for name, value in (previous or {}).items()
        if name not in ("text", "code", "dots", "read_first")
    }
    initial = {"language": event.main_language, "verbatim": True} | carried_over | {"key": uuid7(), "dots": 0}
    return ContributionForm(posted, items=choices, talks=event.kind == EventType.TALKS, initial=initial)


def _initial_from_last(event: Event, by) -> dict:
    """Return initial values from the last contribution this person entered."""
    contribution = next(iter(queries.latest_contributions(event, by, 1)), None)
    if contribution is None:
        return {}
    return {
        "item": str(contribution.item_id),
        "table": contribution.table,
        "verbatim": contribution.verbatim,
        "language": contribution.statement.language,
    }


def mark(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Record an observed moment: off the record, disagreement, silence."""
    event = event_for(request, slug, pk, rules.may_record)
    form = MomentForm(request.POST or None)
    if form.is_valid():
        item = get_or_404(queries.agenda(event).filter(pk=form.cleaned_data["item"]).first())
        details = {"moment": form.cleaned_data["moment"], "table": form.cleaned_data["table"]}
        actions.record_moment(item=item, **details, by=request.user, at=timezone.now())
        messages.success(request, _("Noted. We record that it happened, but not what was said."))
    return redirect("events:write_down", slug, pk)


def complete(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    """Add details that could wait: the table, the dots, whether the words are verbatim."""
    event = event_for(request, slug, pk, rules.may_record)
    contribution = get_or_404(queries.contribution_in(event, statement_pk))
    initial = {"table": contribution.table, "dots": contribution.dots, "verbatim": contribution.verbatim}
    form = CompleteForm(request.POST if request.method == "POST" else None, initial=initial)
    if submit_form(
        form,
        lambda: actions.complete_contribution(
            contribution=contribution, **form.details(), by=request.user, at=timezone.now()
        ),
    ):
        return redirect("events:contributions", slug, pk)
    return render_form_page(
        request,
        form,
        _("Add details about this contribution"),
        partnership=event.partnership,
        trail=event_trail(event),
        intro=f"“{contribution.statement.text}”",
    )


def withdraw_contribution(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    contribution = get_or_404(queries.contribution_in(event, statement_pk))
    if request.method == "POST":
        actions.withdraw_contribution(contribution=contribution, by=request.user, at=timezone.now())
        messages.success(
            request,
            _(
                "The contribution has been removed. We keep a record that something was removed, but not what it was."
            ),
        )
    return redirect("events:write_down", slug, pk)


def import_evening(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Import a spreadsheet, all of it or nothing: each row that cannot be read is reported."""
    event = event_for(request, slug, pk, rules.may_record)
    parts = [item.number for item in queries.agenda(event) if item.conversation_id]
    require(bool(parts), "item_asks_nothing")
    form = EveningForm(request.POST or None, request.FILES or None)
    problems, number = (), None
    if form.is_valid():
        stamp = {"by": request.user, "at": timezone.now()}
        upload = keep_upload(file=form.cleaned_data["file"], purpose="evening", **stamp)
        try:
            rows = read_evening(form.cleaned_data["file"].file, upload.name, parts=parts)
        except FileRefused as refused:
            problems = refused.problems
        else:
            number = actions.import_contributions(
                event=event, rows=rows, consent_text=consent_text(), **stamp
            )
    context = {
        "partnership": event.partnership,
        "event": event,
        "form": form,
        "problems": problems,
        "agenda": queries.agenda(event),
        "number": number,
        "trail": event_trail(event),
    }
    return render(request, "events/import_evening.jinja", context, status=422 if problems else 200)


def contributions(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The statements by table, and what came of them."""
    event = get_visible_event(request, slug, pk)
    statements = list(queries.statements_at(event))
    context = {
        "partnership": event.partnership,
        "event": event,
        "tables": group_by_table(statements, reader(request, event.partnership)),
        "may_record": rules.may_record(request.user, event.partnership),
        "trail": event_trail(event),
    }
    return render(request, "events/contributions.jinja", context)
