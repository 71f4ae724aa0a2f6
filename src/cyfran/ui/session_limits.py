"""Ends the session of an account that nobody has used for a while, or that is old, whatever was done in it."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from cyfran.ui.unsaved import written_texts

BEGAN, SEEN = "began", "seen"  # in the session: seconds since 1970
NOTED_EVERY = 300  # seconds: a session is not saved at each page


class SessionLimitsMiddleware:
    """Signs out at the limits; what was just being sent is shown, to be copied, as its page came from that session."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        if self._has_ended(request, now):
            return self._sign_out(request)
        if now - request.session.get(SEEN, 0) > NOTED_EVERY:
            request.session[SEEN] = now
        return self.get_response(request)

    def _has_ended(self, request: HttpRequest, now: int) -> bool:
        session = request.session
        began = session.setdefault(BEGAN, now)
        is_idle = now - session.get(SEEN, now) > settings.CYFRAN_SESSION_IDLE_MINUTES * 60
        return is_idle or now - began > settings.SESSION_COOKIE_AGE

    def _sign_out(self, request: HttpRequest) -> HttpResponse:
        texts = written_texts(request)
        logout(request)
        if request.method == "POST":
            return render(request, "ui/stale_form.jinja", {"texts": texts}, status=403)
        messages.info(request, gettext("You have been signed out, as this device was not used for a while."))
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse(settings.LOGIN_URL)}?{back}")
