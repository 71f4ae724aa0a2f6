"""What a connected phone asks and sends. It is known by its token, not by a cookie: a session may be over by then."""

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
from cyfran.discover.capture.exchange import Sent, correct_clock, parse_batch
from cyfran.discover.capture.forms import EntryForm, MarkEntryForm
from cyfran.discover.capture.models import NotebookDevice
from cyfran.discover.capture.pages import kit_as_data
from cyfran.discover.events.models import Event, EventType
from cyfran.ground.people.queries import consent_text
from cyfran.ui.forms import submit_form
from cyfran.ui.messages import sentence

MARK = "Bearer "


def of_a_phone(view):
    """Only for a connected phone. What may not be done is said in a sentence, to be shown on the phone."""

    @csrf_exempt  # nothing a browser sends by itself counts here
    def asked(request: HttpRequest) -> HttpResponse:
        told = request.headers.get("Authorization", "")
        phone = (
            queries.phone_with_token(told.removeprefix(MARK), timezone.now())
            if told.startswith(MARK)
            else None
        )
        try:
            if phone is None:
                raise ActionError("phone_not_connected")
            return view(request, phone)
        except ActionError as error:
            return JsonResponse({"why": sentence(error, gettext)}, status=401 if phone is None else 400)

    return asked


@of_a_phone
def download_kit(request: HttpRequest, phone: NotebookDevice) -> HttpResponse:
    return JsonResponse(kit_as_data(phone, queries.evenings_of(phone.by, timezone.now())))


@of_a_phone
def disconnect(request: HttpRequest, phone: NotebookDevice) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    actions.disconnect(phone=phone, by=phone.by, at=timezone.now())
    return JsonResponse({})


@of_a_phone
def send(request: HttpRequest, phone: NotebookDevice) -> HttpResponse:
    """Each thing is kept or refused for itself, and the phone is told which: it forgets only what we have."""
    if request.method != "POST":
        raise Http404
    sent = parse_batch(request.body)
    known = {str(one.pk): one for one in queries.evenings_of(phone.by, timezone.now())}
    return JsonResponse({"outcomes": [_receive(entry, sent, known, phone) for entry in sent.entries]})


def _receive(entry: dict, sent: Sent, known: Mapping[str, Event], phone: NotebookDevice) -> dict:
    event, now = known.get(str(entry.get("event"))), timezone.now()
    if event is None:
        why = sentence(ActionError("not_your_event"), gettext)
        return {"key": entry["key"], "kept": False, "why": why}
    items = {str(item.pk): item for item in event.questions}
    for item in items.values():
        item.event = event
    receive = _receive_mark if entry.get("moment") else _receive_words
    form = receive(entry, items, event, sent, phone, now)
    why = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return {"key": entry["key"], "kept": form.is_valid(), "why": why}


def _receive_words(
    entry: dict, items: dict, event: Event, sent: Sent, phone: NotebookDevice, now: datetime
) -> Form:
    form = EntryForm(entry, items=[(key, key) for key in items], talks=event.kind == EventType.TALKS)

    def receive() -> None:
        words = form.words(correct_clock(form.cleaned_data["heard_at"], sent.now, now))
        item, key = items[form.cleaned_data["item"]], form.cleaned_data["key"]
        actions.receive(key=key, item=item, words=words, consent_text=consent_text(), by=phone.by, at=now)

    submit_form(form, receive)
    return form


def _receive_mark(
    entry: dict, items: dict, event: Event, sent: Sent, phone: NotebookDevice, now: datetime
) -> Form:
    form = MarkEntryForm(entry)

    def receive() -> None:
        told = {name: form.cleaned_data[name] for name in ("key", "moment", "table")}
        item = items.get(str(form.cleaned_data["item"]))
        require(item is not None, "item_asks_nothing")
        heard_at = correct_clock(form.cleaned_data["heard_at"], sent.now, now)
        actions.receive_mark(**told, item=item, by=phone.by, at=now, heard_at=heard_at)

    submit_form(form, receive)
    return form
