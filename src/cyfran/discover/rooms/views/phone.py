"""On a phone in the room: come in without an account, answer, say something. It works without scripts, too."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.discover.rooms import actions, queries
from cyfran.discover.rooms.exchange import read_votes, read_words
from cyfran.discover.rooms.forms import RoomEntryForm, SayForm
from cyfran.discover.rooms.models import Room
from cyfran.discover.rooms.pages import render_room_state
from cyfran.discover.rooms.views.early import cached_room
from cyfran.ground.people.queries import consent_text
from cyfran.ground.people.views import (
    check_tries,
    count_failure,
    participant_key_on_device,
    participant_on_device,
    set_participant_cookie,
)
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import add_action_error


def resolve_room_code(code: str) -> str | None:
    """Where a typed code leads, if it is that of a room."""
    room = queries.room_with_code(code)
    return reverse("rooms-phone:join", args=[room.join_code]) if room else None


def room_behind(request: HttpRequest, code: str) -> Room:
    """Give the room of a code. Codes that are guessed are counted."""
    check_tries(request, code)
    room = queries.room_with_code(code)
    if room is None:
        count_failure(request, code)
        raise Http404
    return room


def enter_room(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the QR code, before a language is chosen."""
    room = room_behind(request, code)
    return render(request, "rooms/enter.jinja", {"room": room, "partnership": room.event.partnership})


def join(request: HttpRequest, code: str) -> HttpResponse:
    room = room_behind(request, code)
    participant = participant_on_device(request)
    if queries.seat_of(room, participant) and "change" not in request.GET:
        return redirect("rooms-phone:answer", room.join_code)
    posted = request.POST if request.method == "POST" else None
    form = RoomEntryForm(posted, tables=room.tables, initial={"language": reading_language()})
    if form.is_valid():
        try:
            seat = actions.join_room(
                room=room,
                participant=participant,
                consent_text=consent_text(),
                given=form.given(),
                table=form.table(),
                language=form.cleaned_data["language"],
                at=timezone.now(),
            )
            return set_participant_cookie(redirect("rooms-phone:answer", room.join_code), seat.participant)
        except ActionError as error:
            add_action_error(form, error)
    context = {
        "room": room,
        "partnership": room.event.partnership,
        "form": form,
        "wording": consent_text().wording,
    }
    return render(request, "rooms/join.jinja", context, status=422 if form.errors else 200)


def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked now. With scripts it keeps itself up to date; without, the question leads to its own page."""
    room = room_behind(request, code)
    seat = queries.seat_of(room, participant_on_device(request))
    if seat is None:
        return redirect("rooms-phone:join", room.join_code)
    context = {
        "room": room,
        "partnership": room.event.partnership,
        "step": queries.step_of(room),
        "seat": seat,
    }
    return render(request, "rooms/answer.jinja", context)


def room_state(request: HttpRequest, code: str) -> HttpResponse:
    """The same as is answered early, for a room that is not kept there: a code nobody knows ends here."""
    told = render_room_state(queries.current_question(room_behind(request, code)))
    return HttpResponse(told.body, content_type="application/json", headers={"ETag": told.mark})


def receive_votes(request: HttpRequest, code: str) -> HttpResponse:
    """Answers a phone has collected, in order. It takes them off its list once we say that we have them."""
    if request.method != "POST":
        raise Http404
    kept, participant = cached_room(code), participant_key_on_device(request)
    require(kept is not None and participant, "no_seat")
    answers = read_votes(request.body)
    new = actions.vote(
        room=kept.room, participant_pk=participant, answers=answers, ballot=kept.ballot, at=timezone.now()
    )
    return JsonResponse({"kept": len(answers), "new": new})


def receive_words(request: HttpRequest, code: str) -> HttpResponse:
    """Something said from a phone. The same words to the same question are kept once."""
    if request.method != "POST":
        raise Http404
    room, participant = room_behind(request, code), participant_on_device(request)
    require(participant is not None, "no_seat")
    sent = read_words(request.body) if request.content_type == "application/json" else request.POST
    form = SayForm(sent)
    item = queries.questions(room).filter(pk=form.cleaned_data["item"]).first() if form.is_valid() else None
    require(item is not None, "answer_not_understood")
    said = actions.say(
        room=room, participant=participant, item=item, text=form.cleaned_data["text"], at=timezone.now()
    )
    return JsonResponse({"kept": str(said.pk), "waits": room.moderated})
