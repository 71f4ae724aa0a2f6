"""Print voting sheets, the paper for an event, and postcards."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.discover.conversations.actions import issue_paper_codes
from cyfran.discover.conversations.forms import PaperCodesForm
from cyfran.discover.conversations.models import Conversation, Statement
from cyfran.discover.conversations.pages import conversation_trail
from cyfran.discover.conversations.queries import open_statements
from cyfran.discover.conversations.rules import may_run
from cyfran.discover.conversations.views.running import get_visible_conversation
from cyfran.discover.events.pages import event_trail
from cyfran.discover.events.queries import agenda, attendances
from cyfran.discover.events.views.access import event_for
from cyfran.discover.paper import actions, queries, rules
from cyfran.discover.paper.actions.printing import fits_on_sheet
from cyfran.discover.paper.forms import PrintForm
from cyfran.discover.paper.pages import printed_copies, printed_texts
from cyfran.ground.people.queries import consent_text
from cyfran.ui.forms import add_action_error

PRESELECTED = 16  # statements: as many as someone answers on paper without hurry
DEFAULT_TABLES, DEFAULT_PEOPLE, LINES = 6, 24, 12


def sheets(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Choose what to print and for how many. The sheets are shown once, as their codes cannot be shown again."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(rules.may_read(request.user, partnership))
    statements = _printable_statements(conversation)
    form = _print_form(request, statements)
    copies = _print_sheets(request, conversation, statements, form) if form.is_valid() else []
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "form": form,
        "statements": statements,
        "may_print": rules.may_print(request.user, conversation),
        "trail": conversation_trail(partnership, conversation),
    }
    if copies:
        context |= {
            "copies": copies,
            "large_print": form.cleaned_data["large_print"],
            "printed": printed_texts(),
            "wording": consent_text().wording,
            "address": request.build_absolute_uri("/"),
        }
        return render(request, "paper/printed.jinja", context)
    context |= {"sheets": queries.sheets_of(conversation), "to_do": queries.paper_to_do(conversation)}
    return render(request, "paper/sheets.jinja", context, status=422 if form.errors else 200)


def _printable_statements(conversation: Conversation) -> dict[str, Statement]:
    """Return the statements that fit on paper by key, those with the fewest votes first."""
    statements = open_statements(conversation).annotate(seen=Count("votes")).order_by("seen", "number")
    return {
        str(statement.pk): statement for statement in statements if fits_on_sheet(statement, large_print=True)
    }


def _print_form(request: HttpRequest, statements: dict[str, Statement]) -> PrintForm:
    choices = [(key, statement.text) for key, statement in statements.items()]
    return PrintForm(
        request.POST if request.method == "POST" else None,
        statements=choices,
        initial={"statements": list(statements)[:PRESELECTED]},
    )


def _print_sheets(request: HttpRequest, conversation: Conversation, statements, form: PrintForm):
    cleaned = form.cleaned_data
    chosen = sorted(
        (statements[key] for key in cleaned["statements"]), key=lambda statement: statement.number
    )
    try:
        sheet, copies = actions.print_sheets(
            conversation=conversation,
            statements=chosen,
            copies=cleaned["copies"],
            large_print=cleaned["large_print"],
            consent_text=consent_text(),
            by=request.user,
            at=timezone.now(),
        )
    except ActionError as error:
        add_action_error(form, error, "statements")
        return []
    return printed_copies(sheet, copies)


def print_kit(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """All paper for an event, to print in one go: sign-in, tables, claims; also in large print."""
    event = event_for(request, slug, pk, rules.may_print_kit)
    question_items = [item for item in agenda(event) if item.conversation_id]
    expected = max(attendances(event).count(), event.capacity or 0) or DEFAULT_PEOPLE
    tables = max((attendance.table or 0 for attendance in attendances(event)), default=0) or DEFAULT_TABLES
    context = {
        "partnership": event.partnership,
        "event": event,
        "question_items": question_items,
        "tables": range(1, tables + 1),
        "people": expected,
        "lines": range(LINES),
        "printed": printed_texts(),
        "large_print": "large" in request.GET,
        "may_run": rules.may_print(request.user, question_items[0].conversation) if question_items else False,
        "trail": event_trail(event),
    }
    return render(request, "paper/kit.jinja", context)


def postcards(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Cards to write on and hand in, each with a code to keep."""
    partnership, conversation = get_visible_conversation(request, slug, pk)
    require(may_run(request.user, conversation))
    form = PaperCodesForm(request.POST if request.method == "POST" else None)
    codes = []
    if form.is_valid():
        codes = issue_paper_codes(
            conversation=conversation,
            how_many=form.cleaned_data["how_many"],
            by=request.user,
            at=timezone.now(),
        )
    context = {
        "partnership": partnership,
        "conversation": conversation,
        "form": form,
        "codes": codes,
        "printed": printed_texts(),
        "address": request.build_absolute_uri("/"),
        "trail": conversation_trail(partnership, conversation),
    }
    return render(request, "paper/postcards.jinja", context, status=422 if form.errors else 200)
