"""For whoever leads: ask, pause, read what people say, see who has not spoken yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations.actions import decide as decide_on
from cyfran.discover.conversations.models import Ground
from cyfran.discover.conversations.queries import statement_in
from cyfran.discover.gatherings.pages import gathering_trail
from cyfran.discover.gatherings.rules import may_record
from cyfran.discover.gatherings.views.door import gathering_for
from cyfran.discover.rooms import actions, queries, rules
from cyfran.discover.rooms.forms import RoomForm
from cyfran.discover.rooms.models import Room
from cyfran.ui.forms import get_or_404, render_form_page, submit_form

MOST_WAITING = 30


def _room(request: HttpRequest, slug: str, pk) -> Room:
    gathering = gathering_for(request, slug, pk, may_record)
    return get_or_404(queries.room_of(gathering))


def open_(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_open)
    form = RoomForm(request.POST if request.method == "POST" else None)
    if submit_form(form, lambda: actions.open_room(
        gathering=gathering, moderated=form.cleaned_data["moderated"], tables=form.cleaned_data["tables"] or 0,
        by=request.user, at=timezone.now()), "tables",
    ):  # fmt: skip
        return redirect("rooms:lead", slug, pk)
    return render_form_page(
        request, form, _("Open a live room"), partnership=gathering.partnership, trail=gathering_trail(gathering),
        intro=_("Everyone answers on their own phone. Nobody needs an account, and those without a phone can tell someone."),
    )  # fmt: skip


def lead_room(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Lead the room of a gathering; where none is open yet, open it first."""
    gathering = gathering_for(request, slug, pk, may_record)
    room = queries.room_of(gathering)
    if room is None:
        require(rules.may_open(request.user, gathering.partnership), "no_room_yet")
        return redirect("rooms:open", slug, pk)
    asked = queries.current_question(room)
    waiting = queries.newest_waiting(asked)
    by_table, by_language = queries.quiet_groups(room, asked)
    context = {
        "partnership": room.gathering.partnership,
        "gathering": room.gathering,
        "room": room,
        "asked": asked,
        "questions": queries.questions(room),
        "waiting": list(waiting[:MOST_WAITING]),
        "number_waiting": waiting.count(),
        "seated": queries.number_in(room),
        "votes": sum(tally.votes for tally in queries.tallies(asked)),
        "by_table": by_table,
        "by_language": by_language,
        "refusals": [(g.value, g.label) for g in Ground if g not in (Ground.FITS, Ground.IMPORTED)],
        "may_lead": rules.may_lead(request.user, room),
        "trail": gathering_trail(room.gathering),
    }
    return render(request, "rooms/_leading.jinja" if request.htmx else "rooms/lead.jinja", context)


def ask(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Ask the next thing, or nothing for the moment."""
    room = _room(request, slug, pk)
    if request.method == "POST":
        wanted = request.POST.get("item", "")
        item = next((item for item in queries.questions(room) if str(item.pk) == wanted), None)
        actions.ask(room=room, item=item, by=request.user, at=timezone.now())
    require(rules.may_lead(request.user, room))
    return redirect("rooms:lead", slug, pk)


def decide(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Let a statement be seen, or not, with one press."""
    room = _room(request, slug, pk)
    require(rules.may_lead(request.user, room))
    conversation = queries.current_question(room).conversation
    if request.method == "POST" and conversation:
        statement = get_or_404(statement_in(conversation, request.POST.get("statement")))
        ground = request.POST.get("ground", Ground.FITS)
        accepted = ground == Ground.FITS
        require(ground in Ground.values and ground != Ground.IMPORTED, "refusal_needs_ground")
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
    room = _room(request, slug, pk)
    require(rules.may_lead(request.user, room))
    if request.method == "POST":
        actions.close_room(room=room, by=request.user, at=timezone.now())
    return redirect("rooms:lead", slug, pk)
