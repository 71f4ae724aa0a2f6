"""Pages for phones in a room: join without an account, vote, make statements. They work without scripts, too."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.discover.conversations.actions import LONGEST_STATEMENT
from cyfran.discover.rooms import actions, queries
from cyfran.discover.rooms.exchange import read_votes, read_words
from cyfran.discover.rooms.forms import RoomEntryForm, RoomStatementForm
from cyfran.discover.rooms.models import Room
from cyfran.discover.rooms.pages import render_room_state
from cyfran.discover.rooms.views.early import cached_room
from cyfran.ground.people.queries import consent_text, consents_of
from cyfran.ground.people.views import (
    get_by_join_code,
    participant_key_on_device,
    participant_on_device,
    set_participant_cookie,
)
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import add_action_error


def resolve_room_code(code: str) -> str | None:
    """Return the address to which a typed code leads, or None if it is not the code of a room."""
    room = queries.room_with_code(code)
    return reverse("rooms-phone:join", args=[room.join_code]) if room else None


def get_room(request: HttpRequest, code: str) -> Room:
    return get_by_join_code(request, code, queries.room_with_code)


def enter_room(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the QR code, before a language is chosen."""
    room = get_room(request, code)
    return render(request, "rooms/enter.jinja", {"room": room, "partnership": room.event.partnership})


def join(request: HttpRequest, code: str) -> HttpResponse:
    room = get_room(request, code)
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
    """The current question. With scripts the page updates itself; without, it links to the page of the conversation."""
    room = get_room(request, code)
    seat = queries.seat_of(room, participant_on_device(request))
    if seat is None:
        return redirect("rooms-phone:join", room.join_code)
    context = {
        "room": room,
        "partnership": room.event.partnership,
        "step": queries.step_of(room),
        "seat": seat,
        "say_form": RoomStatementForm(),
        # Without scripts the question is answered on the pages of its conversation: what was consented to is sent along
        "given": {purpose: "on" for purpose, is_given in consents_of(seat.participant).items() if is_given},
    }
    return render(request, "rooms/answer.jinja", context)


def room_state(request: HttpRequest, code: str) -> HttpResponse:
    """The same as ``early.answer_now``, for a room that is not in its cache; an unknown code gets 404 here."""
    state = render_room_state(queries.current_question(get_room(request, code)))
    return HttpResponse(state.body, content_type="application/json", headers={"ETag": state.etag})


def receive_votes(request: HttpRequest, code: str) -> HttpResponse:
    """Save the votes a phone has collected, in order. It removes them from its list once this confirms them."""
    if request.method != "POST":
        raise Http404
    cached, participant_id = cached_room(code), participant_key_on_device(request)
    require(cached is not None and participant_id, "no_seat")
    answers = read_votes(request.body)
    new_count = actions.vote(
        room=cached.room,
        participant_pk=participant_id,
        answers=answers,
        ballot=cached.ballot,
        at=timezone.now(),
    )
    return JsonResponse({"kept": len(answers), "new": new_count})


def receive_words(request: HttpRequest, code: str) -> HttpResponse:
    """Save a statement from a phone. The same words to the same question are saved once."""
    if request.method != "POST":
        raise Http404
    room, participant = get_room(request, code), participant_on_device(request)
    require(participant is not None, "no_seat")
    submitted = read_words(request.body) if request.content_type == "application/json" else request.POST
    form = RoomStatementForm(submitted)
    if form.has_error("text", "max_length"):
        length = len(form["text"].value())
        raise ActionError("statement_too_long", most=LONGEST_STATEMENT, now=length)
    item = queries.questions(room).filter(pk=form.cleaned_data["item"]).first() if form.is_valid() else None
    require(item is not None, "answer_not_understood")
    statement = actions.submit_statement(
        room=room, participant=participant, item=item, text=form.cleaned_data["text"], at=timezone.now()
    )
    return JsonResponse({"kept": str(statement.pk), "waits": room.moderated})
