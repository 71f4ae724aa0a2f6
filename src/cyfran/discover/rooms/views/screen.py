"""The big screen: the current question, how to join, and the votes as they come in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cyfran.discover.conversations.pages import landscape_page
from cyfran.discover.conversations.queries import newest_landscape
from cyfran.discover.events.rules import may_record
from cyfran.discover.events.views.access import event_for
from cyfran.discover.rooms import queries
from cyfran.discover.rooms.analysis import bars
from cyfran.ui.forms import get_or_404
from cyfran.ui.qr import qr_picture


def show_screen(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, may_record)
    room = get_or_404(queries.room_of(event))
    question = queries.current_question(room)
    tallies = queries.tallies(question)
    address = request.build_absolute_uri(f"/r/{room.join_code}/")
    newest = newest_landscape(question.conversation, "recommended") if question.conversation else None
    context = {
        "partnership": event.partnership,
        "event": event,
        "room": room,
        "question": question,
        "seated": queries.seat_count(room),
        "bars": bars(tallies),
        "votes": sum(tally.votes for tally in tallies),
        "landscape": landscape_page(newest.data(), [], newest.at) if newest else None,
        "address": address,
        "qr": qr_picture(address),
    }
    return render(request, "rooms/_screen.jinja" if request.htmx else "rooms/screen.jinja", context)
