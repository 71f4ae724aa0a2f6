"""During, or the same night: one card after another, a whole evening from a spreadsheet, and what was said so far."""

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
from cyfran.discover.events.forms import CompleteForm, ContributionForm, EveningForm, MarkForm
from cyfran.discover.events.models import Event, EventType, MomentType
from cyfran.discover.events.pages import by_table, event_trail
from cyfran.discover.events.views.access import event_for, get_visible_event
from cyfran.ground.partnerships.views.access import reader
from cyfran.ground.people.queries import consent_text
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def write_down(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Keyboard only, one card every few seconds: the form comes back with everything but the words still chosen."""
    event = event_for(request, slug, pk, rules.may_record)
    items = {str(i.pk): i for i in queries.agenda(event) if i.conversation_id}
    form = _form(request.POST or None, event, items)
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
        form = _form(None, event, items, form.cleaned_data)
    elif not form.is_bound:
        form = _form(None, event, items, _as_last_time(event, request.user))
    context = {
        "partnership": event.partnership,
        "event": event,
        "form": form,
        "asks": bool(items),
        "moments": MomentType.choices,
        "marks": queries.marks(event),
        "written": queries.latest_contributions(event, request.user),
        "trail": event_trail(event),
    }
    template = "events/_writing.jinja" if request.htmx else "events/write_down.jinja"
    return render(request, template, context, status=422 if form.errors and not request.htmx else 200)


def _form(data, event: Event, items: dict, before: dict | None = None) -> ContributionForm:
    choices = [(key, f"{item.number}. {plain(item.conversation.question)}") for key, item in items.items()]
    kept = {
        name: value
        for name, value in (before or {}).items()
        if name not in ("text", "code", "dots", "read_first")
    }
    begin = {"language": event.main_language, "verbatim": True} | kept | {"key": uuid7(), "dots": 0}
    return ContributionForm(data, items=choices, talks=event.kind == EventType.TALKS, initial=begin)


def _as_last_time(event: Event, by) -> dict:
    last = next(iter(queries.latest_contributions(event, by, 1)), None)
    if last is None:
        return {}
    return {
        "item": str(last.item_id),
        "table": last.table,
        "verbatim": last.verbatim,
        "language": last.statement.language,
    }


def mark(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """One press: off the record, disagreement, silence."""
    event = event_for(request, slug, pk, rules.may_record)
    form = MarkForm(request.POST or None)
    if form.is_valid():
        item = get_or_404(queries.agenda(event).filter(pk=form.cleaned_data["item"]).first())
        told = {"moment": form.cleaned_data["moment"], "table": form.cleaned_data["table"]}
        actions.mark(item=item, **told, by=request.user, at=timezone.now())
        messages.success(request, _("Noted, and nothing of what it was."))
    return redirect("events:write_down", slug, pk)


def complete(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    """What could wait while people were talking: at which table, how many dots, word for word or not."""
    event = event_for(request, slug, pk, rules.may_record)
    there = get_or_404(queries.contribution_in(event, statement_pk))
    begin = {"table": there.table, "dots": there.dots, "verbatim": there.verbatim}
    form = CompleteForm(request.POST if request.method == "POST" else None, initial=begin)
    if submit_form(
        form,
        lambda: actions.complete(contribution=there, **form.told(), by=request.user, at=timezone.now()),
    ):
        return redirect("events:contributions", slug, pk)
    return render_form_page(
        request,
        form,
        _("More about what was said"),
        partnership=event.partnership,
        trail=event_trail(event),
        intro=f"“{there.statement.text}”",
    )


def withdraw_contribution(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    contribution = get_or_404(queries.contribution_in(event, statement_pk))
    if request.method == "POST":
        actions.withdraw_contribution(contribution=contribution, by=request.user, at=timezone.now())
        messages.success(request, _("Taken out. Only that something was taken out is on record."))
    return redirect("events:write_down", slug, pk)


def import_evening(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Everything or nothing: each row that cannot be read is named."""
    event = event_for(request, slug, pk, rules.may_record)
    parts = [item.number for item in queries.agenda(event) if item.conversation_id]
    require(bool(parts), "item_asks_nothing")
    form = EveningForm(request.POST or None, request.FILES or None)
    problems, number = (), None
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        upload = keep_upload(file=form.cleaned_data["file"], purpose="evening", **now)
        try:
            heard = read_evening(form.cleaned_data["file"].file, upload.name, parts=parts)
        except FileRefused as refused:
            problems = refused.problems
        else:
            number = actions.import_contributions(
                event=event, heard=heard, consent_text=consent_text(), **now
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
    """What was said, table by table, and what became of it."""
    event = get_visible_event(request, slug, pk)
    words = list(queries.said_at(event))
    context = {
        "partnership": event.partnership,
        "event": event,
        "tables": by_table(words, reader(request, event.partnership)),
        "may_record": rules.may_record(request.user, event.partnership),
        "trail": event_trail(event),
    }
    return render(request, "events/contributions.jinja", context)
