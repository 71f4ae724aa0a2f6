"""Photographs of table sheets, for those who transcribe them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.pictures import plain_picture
from cyfran.discover.events import actions, queries, rules
from cyfran.discover.events.forms import PhotoForm
from cyfran.discover.events.models import Event
from cyfran.discover.events.pages import event_trail
from cyfran.discover.events.views.access import event_for
from cyfran.ui.forms import get_or_404, submit_form


def photos(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if submit_form(form, lambda: _save_photo(event, form, request.user), "file"):
        messages.success(
            request, _("The photo has been uploaded. Add the next one, or write down what is on it.")
        )
        return redirect("events:photos", slug, pk)
    context = {
        "partnership": event.partnership,
        "event": event,
        "form": form,
        "photos": queries.photos_of(event),
        "trail": event_trail(event),
    }
    return render(request, "events/photos.jinja", context, status=422 if form.errors else 200)


def _save_photo(event: Event, form: PhotoForm, user) -> None:
    file = form.cleaned_data["file"]
    actions.keep_photo(
        event=event,
        picture=plain_picture(file.file),
        name=file.name,
        table=form.cleaned_data["table"],
        by=user,
        at=timezone.now(),
    )


def photo(request: HttpRequest, slug: str, pk, photo_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    sheet_photo = get_or_404(queries.photo_in(event, photo_pk))
    with sheet_photo.upload.content.open("rb") as picture:
        return HttpResponse(picture.read(), content_type="image/jpeg", headers={"Cache-Control": "no-store"})


def remove_photo(request: HttpRequest, slug: str, pk, photo_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    sheet_photo = get_or_404(queries.photo_in(event, photo_pk))
    if request.method == "POST":
        actions.remove_photo(photo=sheet_photo, by=request.user, at=timezone.now())
    return redirect("events:photos", slug, pk)
