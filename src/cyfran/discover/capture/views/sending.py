"""Requests of connected phones. They are authenticated by token, not by cookie, as a session may have ended by then."""

from collections.abc import Mapping
from datetime import datetime

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.discover.capture import actions, queries
from cyfran.discover.capture.exchange import EntryBatch, correct_clock, parse_batch
from cyfran.discover.capture.forms import EntryForm, MarkEntryForm
from cyfran.discover.capture.models import NotebookDevice
from cyfran.discover.capture.pages import kit_as_data
from cyfran.discover.events.models import Event, EventType
from cyfran.ground.people.queries import consent_text
from cyfran.ui.forms import submit_form
from cyfran.ui.messages import sentence

BEARER_PREFIX = "Bearer "


def for_connected_phone(view):
    """Decorate a view to take a connected phone; a refusal becomes JSON with a sentence to show on the phone."""

    @csrf_exempt  # authenticated by token: a browser sends no token by itself
    def wrapped(request: HttpRequest) -> HttpResponse:
        authorization = request.headers.get("Authorization", "")
        phone = (
            queries.phone_with_token(authorization.removeprefix(BEARER_PREFIX), timezone.now())
            if authorization.startswith(BEARER_PREFIX)
            else None
        )
        try:
            if phone is None:
                raise ActionError("phone_not_connected")
            return view(request, phone)
        except ActionError as error:
            return JsonResponse({"why": sentence(error, gettext)}, status=401 if phone is None else 400)

    return wrapped


@for_connected_phone
def download_kit(request: HttpRequest, phone: NotebookDevice) -> HttpResponse:
    return JsonResponse(kit_as_data(phone, queries.writable_events(phone.by, timezone.now())))


@for_connected_phone
def disconnect(request: HttpRequest, phone: NotebookDevice) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    actions.disconnect(phone=phone, by=phone.by, at=timezone.now())
    return JsonResponse({})


@for_connected_phone
def send(request: HttpRequest, phone: NotebookDevice) -> HttpResponse:
    """Save or refuse each entry on its own and return the outcomes; the phone deletes only what was saved."""
    if request.method != "POST":
        raise Http404
    batch = parse_batch(request.body)
    events = {str(event.pk): event for event in queries.writable_events(phone.by, timezone.now())}
    return JsonResponse({"outcomes": [_receive(entry, batch, events, phone) for entry in batch.entries]})


def _receive(entry: dict, batch: EntryBatch, events: Mapping[str, Event], phone: NotebookDevice) -> dict:
    event, now = events.get(str(entry.get("event"))), timezone.now()
    if event is None:
        why = sentence(ActionError("not_your_event"), gettext)
        return {"key": entry["key"], "kept": False, "why": why}
    items = {str(item.pk): item for item in event.questions}
    for item in items.values():
        item.event = event
    handler = _receive_mark if entry.get("moment") else _receive_words
    form = handler(entry, items, event, batch, phone, now)
    why = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return {"key": entry["key"], "kept": form.is_valid(), "why": why}


def _receive_words(
    entry: dict, items: dict, event: Event, batch: EntryBatch, phone: NotebookDevice, now: datetime
) -> Form:
    form = EntryForm(entry, items=[(key, key) for key in items], talks=event.kind == EventType.TALKS)

    def save() -> None:
        words = form.words(correct_clock(form.cleaned_data["heard_at"], batch.now, now))
        item, key = items[form.cleaned_data["item"]], form.cleaned_data["key"]
        actions.receive(key=key, item=item, words=words, consent_text=consent_text(), by=phone.by, at=now)

    submit_form(form, save)
    return form


def _receive_mark(
    entry: dict, items: dict, event: Event, batch: EntryBatch, phone: NotebookDevice, now: datetime
) -> Form:
    form = MarkEntryForm(entry)

    def save() -> None:
        details = {name: form.cleaned_data[name] for name in ("key", "moment", "table")}
        item = items.get(str(form.cleaned_data["item"]))
        require(item is not None, "item_asks_nothing")
        heard_at = correct_clock(form.cleaned_data["heard_at"], batch.now, now)
        actions.receive_mark(**details, item=item, by=phone.by, at=now, heard_at=heard_at)

    submit_form(form, save)
    return form
