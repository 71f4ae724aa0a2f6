"""Connect a phone, list the connected ones, disconnect one."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.discover.capture import actions, queries, rules
from cyfran.discover.capture.pages import kit_as_data
from cyfran.ui.forms import get_or_404


def connect(request: HttpRequest) -> HttpResponse:
    """Show the page to connect a phone; the script of the notebook posts its form and stores the token behind a PIN."""
    require(rules.may_connect(request.user))
    now = timezone.now()
    if request.method == "POST":
        phone, token = actions.connect(by=request.user, at=now)
        return JsonResponse(kit_as_data(phone, queries.writable_events(request.user, now)) | {"token": token})
    context = {"phones": queries.phones_of(request.user, now), "owner": str(request.user.pk)}
    return render(request, "capture/connect.jinja", context)


def disconnect_phone(request: HttpRequest, pk) -> HttpResponse:
    phone = get_or_404(queries.phones_of(request.user, timezone.now()).filter(pk=pk).first())
    if request.method == "POST":
        actions.disconnect(phone=phone, by=request.user, at=timezone.now())
    return redirect("capture:connect")
