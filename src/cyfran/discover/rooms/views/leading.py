"""Pages for whoever leads a room: ask, pause, moderate, see who has not spoken yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations.actions import decide as decide_on
from cyfran.discover.conversations.models import RejectionGround
from cyfran.discover.conversations.queries import statement_in
from cyfran.discover.events.pages import event_trail
from cyfran.discover.events.rules import may_record
from cyfran.discover.events.views.access import event_for
from cyfran.discover.rooms import actions, queries, rules
from cyfran.discover.rooms.forms import RoomForm
from cyfran.discover.rooms.models import Room
from cyfran.ui.forms import get_or_404, render_form_page, submit_form

MOST_WAITING = 30


def _get_room(request: HttpRequest, slug: str, pk) -> Room:
    event = event_for(request, slug, pk, may_record)
    return get_or_404(queries.room_of(event))


def open_(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_open)
    form = RoomForm(request.POST if request.method == "POST" else None)
    if submit_form(
        form,
        lambda: actions.open_room(
            event=event,
            moderated=form.cleaned_data["moderated"],
            tables=form.cleaned_data["tables"] or 0,
            by=request.user,
            at=timezone.now(),
        ),
        "tables",
    ):
        return redirect("rooms:lead", slug, pk)
    return render_form_page(
        request,
        form,
        _("Open a live room"),
        partnership=event.partnership,
        trail=event_trail(event),
        intro=_(
            "Everyone answers on their own phone. Nobody needs an account. People without a phone can tell "
            "someone their answers."
        ),
    )


def lead_room(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Lead the room of an event; where none is open yet, open it first."""
    event = event_for(request, slug, pk, may_record)
    room = queries.room_of(event)
    if room is None:
        require(rules.may_open(request.user, event.partnership), "no_room_yet")
        return redirect("rooms:open", slug, pk)
    question = queries.current_question(room)
    waiting = queries.newest_waiting(question)
    by_table, by_language = queries.quiet_groups(room, question)
    context = {
        "partnership": room.event.partnership,
        "event": room.event,
        "room": room,
        "question": question,
        "questions": queries.questions(room),
        "waiting": list(waiting[:MOST_WAITING]),
        "number_waiting": waiting.count(),
        "seated": queries.seat_count(room),
        "votes": sum(tally.votes for tally in queries.tallies(question)),
        "by_table": by_table,
        "by_language": by_language,
        "refusals": [
            (ground.value, ground.label)
            for ground in RejectionGround
            if ground not in (RejectionGround.FITS, RejectionGround.IMPORTED)
        ],
        "may_lead": rules.may_lead(request.user, room),
        "trail": event_trail(room.event),
    }
    return render(request, "rooms/_leading.jinja" if request.htmx else "rooms/lead.jinja", context)


def ask(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Ask the next question, or pause."""
    room = _get_room(request, slug, pk)
    if request.method == "POST":
        item_id = request.POST.get("item", "")
        item = next((item for item in queries.questions(room) if str(item.pk) == item_id), None)
        actions.ask(room=room, item=item, by=request.user, at=timezone.now())
    require(rules.may_lead(request.user, room))
    return redirect("rooms:lead", slug, pk)


def decide(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Accept or refuse a statement with one press."""
    room = _get_room(request, slug, pk)
    require(rules.may_lead(request.user, room))
    conversation = queries.current_question(room).conversation
    if request.method == "POST" and conversation:
        statement = get_or_404(statement_in(conversation, request.POST.get("statement")))
        ground = request.POST.get("ground", RejectionGround.FITS)
        accepted = ground == RejectionGround.FITS
        require(
            ground in RejectionGround.values and ground != RejectionGround.IMPORTED, "rejection_needs_reason"
        )
        decide_on(
            statement=statement,
            accepted=accepted,
            ground=ground,
            reason="",
            by=request.user,
            at=timezone.now(),
        )
    return redirect("rooms:lead", slug, pk)


def close(request: HttpRequest, slug: str, pk) -> HttpResponse:
    room = _get_room(request, slug, pk)
    require(rules.may_lead(request.user, room))
    if request.method == "POST":
        actions.close_room(room=room, by=request.user, at=timezone.now())
    return redirect("rooms:lead", slug, pk)
