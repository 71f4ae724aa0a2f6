"""Connect a phone while there is signal, see which are connected, let one go."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.discover.capture import actions, queries, rules
from cyfran.discover.capture.pages import kit_as_data
from cyfran.ui.forms import get_or_404


def connect(request: HttpRequest) -> HttpResponse:
    """The page is for people; its form is sent by the notebook, which keeps the token behind a PIN."""
    require(rules.may_connect(request.user))
    now = timezone.now()
    if request.method == "POST":
        phone, token = actions.connect(by=request.user, at=now)
        return JsonResponse(kit_as_data(phone, queries.evenings_of(request.user, now)) | {"token": token})
    context = {"phones": queries.phones_of(request.user, now), "owner": str(request.user.pk)}
    return render(request, "capture/connect.jinja", context)


def disconnect_phone(request: HttpRequest, pk) -> HttpResponse:
    phone = get_or_404(queries.phones_of(request.user, timezone.now()).filter(pk=pk).first())
    if request.method == "POST":
        actions.disconnect(phone=phone, by=request.user, at=timezone.now())
    return redirect("capture:connect")
