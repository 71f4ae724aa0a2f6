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
from cyfran.discover.gatherings import actions, queries, rules
from cyfran.discover.gatherings.exchange import read_evening
from cyfran.discover.gatherings.forms import CompleteForm, ContributionForm, EveningForm, MarkForm
from cyfran.discover.gatherings.models import EventType, Gathering, Moment
from cyfran.discover.gatherings.pages import by_table, gathering_trail
from cyfran.discover.gatherings.views.door import gathering_for, get_visible_event
from cyfran.ground.partnerships.views.door import reader
from cyfran.ground.people.queries import consent_text
from cyfran.ui.formats import plain
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def write_down(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Keyboard only, one card every few seconds: the form comes back with everything but the words still chosen."""
    gathering = gathering_for(request, slug, pk, rules.may_record)
    items = {str(i.pk): i for i in queries.agenda(gathering) if i.conversation_id}
    form = _form(request.POST or None, gathering, items)
    if submit_form(form, lambda: actions.contribute(
        item=items[form.cleaned_data["item"]], words=form.words(), key=form.cleaned_data["key"], told=consent_text(),
        by=request.user, at=timezone.now()), "text",
    ):  # fmt: skip
        if not request.htmx:
            return redirect("gatherings:write_down", slug, pk)
        form = _form(None, gathering, items, form.cleaned_data)
    elif not form.is_bound:
        form = _form(None, gathering, items, _as_last_time(gathering, request.user))
    context = {
        "partnership": gathering.partnership,
        "gathering": gathering,
        "form": form,
        "asks": bool(items),
        "moments": Moment.choices,
        "marks": queries.marks(gathering),
        "written": queries.latest_contributions(gathering, request.user),
        "trail": gathering_trail(gathering),
    }
    template = "gatherings/_writing.jinja" if request.htmx else "gatherings/write_down.jinja"
    return render(request, template, context, status=422 if form.errors and not request.htmx else 200)


def _form(data, gathering: Gathering, items: dict, before: dict | None = None) -> ContributionForm:
    choices = [(key, f"{item.number}. {plain(item.conversation.question)}") for key, item in items.items()]
    kept = {
        name: value
        for name, value in (before or {}).items()
        if name not in ("text", "code", "dots", "read_first")
    }
    begin = {"language": gathering.leading_language, "verbatim": True} | kept | {"key": uuid7(), "dots": 0}
    return ContributionForm(data, items=choices, talks=gathering.kind == EventType.TALKS, initial=begin)


def _as_last_time(gathering: Gathering, by) -> dict:
    last = next(iter(queries.latest_contributions(gathering, by, 1)), None)
    if last is None:
        return {}
    return {
        "item": str(last.item_id), "table": last.table, "verbatim": last.verbatim, "language": last.statement.language,
    }  # fmt: skip


def mark(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """One press: off the record, disagreement, silence."""
    gathering = gathering_for(request, slug, pk, rules.may_record)
    form = MarkForm(request.POST or None)
    if form.is_valid():
        item = get_or_404(queries.agenda(gathering).filter(pk=form.cleaned_data["item"]).first())
        told = {"moment": form.cleaned_data["moment"], "table": form.cleaned_data["table"]}
        actions.mark(item=item, **told, by=request.user, at=timezone.now())
        messages.success(request, _("Noted, and nothing of what it was."))
    return redirect("gatherings:write_down", slug, pk)


def complete(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    """What could wait while people were talking: at which table, how many dots, word for word or not."""
    gathering = gathering_for(request, slug, pk, rules.may_record)
    there = get_or_404(queries.contribution_in(gathering, statement_pk))
    begin = {"table": there.table, "dots": there.dots, "verbatim": there.verbatim}
    form = CompleteForm(request.POST if request.method == "POST" else None, initial=begin)
    if submit_form(form, lambda: actions.complete(
        contribution=there, **form.told(), by=request.user, at=timezone.now()),
    ):  # fmt: skip
        return redirect("gatherings:said", slug, pk)
    return render_form_page(
        request, form, _("More about what was said"), partnership=gathering.partnership,
        trail=gathering_trail(gathering), intro=f"“{there.statement.text}”",
    )  # fmt: skip


def withdraw_contribution(request: HttpRequest, slug: str, pk, statement_pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_record)
    contribution = get_or_404(queries.contribution_in(gathering, statement_pk))
    if request.method == "POST":
        actions.withdraw_contribution(contribution=contribution, by=request.user, at=timezone.now())
        messages.success(request, _("Taken out. Only that something was taken out is on record."))
    return redirect("gatherings:write_down", slug, pk)


def import_evening(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Everything or nothing: each row that cannot be read is named."""
    gathering = gathering_for(request, slug, pk, rules.may_record)
    parts = [item.number for item in queries.agenda(gathering) if item.conversation_id]
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
                gathering=gathering, heard=heard, told=consent_text(), **now
            )
    context = {"partnership": gathering.partnership, "gathering": gathering, "form": form, "problems": problems,
               "agenda": queries.agenda(gathering), "number": number, "trail": gathering_trail(gathering)}  # fmt: skip
    return render(request, "gatherings/import_evening.jinja", context, status=422 if problems else 200)


def said(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """What was said, table by table, and what became of it."""
    gathering = get_visible_event(request, slug, pk)
    words = list(queries.said_at(gathering))
    context = {
        "partnership": gathering.partnership,
        "gathering": gathering,
        "tables": by_table(words, reader(request, gathering.partnership)),
        "may_record": rules.may_record(request.user, gathering.partnership),
        "trail": gathering_trail(gathering),
    }
    return render(request, "gatherings/said.jinja", context)
