"""Which e-mails someone gets: chosen after signing in, or switched off by the link in an e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cyfran.core.accounts.rules import require
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import walk
from cyfran.ground.notifications import actions, queries
from cyfran.ground.notifications.forms import FollowForm, FrequencyForm
from cyfran.ground.notifications.models import DigestFrequency, Subscription
from cyfran.ground.notifications.tasks import (
    ask_to_confirm,
    name_of,
    subscription_with_token,
    user_with_token,
)
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ground.people.views import participant_on_device
from cyfran.ground.places.queries import place_with_code
from cyfran.ui.formats import plain, reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def choose(request: HttpRequest) -> HttpResponse:
    require(request.user.is_authenticated)
    form = FrequencyForm(request.POST or None, initial={"frequency": queries.frequency_of(request.user)})
    if submit_form(
        form,
        lambda: actions.choose_frequency(user=request.user, **form.cleaned_data, at=timezone.now()),
    ):
        messages.success(request, _("Your choice has been saved."))
        return redirect("notifications:choose")
    intro = _(
        "You always get an e-mail when you are added to a partnership and when you are asked to accept a commitment."
    )
    return render_form_page(request, form, _("E-mails to you"), partnership=None, intro=intro)


@csrf_exempt  # a mail program sends it for the reader (RFC 8058); the token says for whom, and can do nothing else
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Switch digests off, after one press and without signing in."""
    user = get_or_404(user_with_token(token))
    if request.method == "POST":
        actions.choose_frequency(user=user, frequency=DigestFrequency.OFF, at=timezone.now())
    is_off = queries.frequency_of(user) == DigestFrequency.OFF
    return render(request, "notifications/unsubscribe.jinja", {"is_off": is_off})


def follow_partnership(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    return _follow(request, plain(partnership.name), partnership=partnership)


def follow_node(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    """Follow what comes of one thing: a theme, a challenge, a commitment. Only what everyone may see can be followed."""
    partnership = partnership_for(request, slug)
    thread = get_or_404(walk(kind, pk, Reader(partnership.pk, is_member=False)))
    words = thread.start.rendered.words
    name = plain(words) if words else str(thread.start.node_type.name)
    return _follow(request, name, partnership=partnership, node=(kind, pk))


def follow_place(request: HttpRequest, code: str) -> HttpResponse:
    place = get_or_404(place_with_code(code))
    return _follow(request, plain(place.name), place=place)


def follow_own_words(request: HttpRequest) -> HttpResponse:
    """For somebody who takes part on this device: an e-mail when something comes of what they said."""
    participant = participant_on_device(request)
    require(participant is not None, "not_found")
    return _follow(request, _("What happened to what I said"), participant=participant)


def _follow(request: HttpRequest, name: str, **subject) -> HttpResponse:
    user = request.user
    form = FollowForm(request.POST or None, initial={"email": user.email} if user.is_authenticated else None)
    made = []

    def follow() -> None:
        details = {"email": form.cleaned_data["email"], "language": reading_language(), "at": timezone.now()}
        made.append(actions.follow(**details, **subject))

    if submit_form(form, follow):
        return _ask_to_confirm(request, made[0])
    return render_form_page(
        request,
        form,
        _("E-mail me when there is something new"),
        partnership=subject.get("partnership"),
        submit=_("Send me an e-mail to confirm"),
        intro=_(
            "%(name)s. At most one e-mail a day, and only when there is something new. You can stop them at any time."
        )
        % {"name": name},
    )


def _ask_to_confirm(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """Say the same of every address, so that nobody learns whose is here already."""
    if subscription.confirmed_at is None:
        ask_to_confirm(subscription, at=timezone.now())
    return render(request, "notifications/follow_asked.jinja", {"address": request.POST["email"]})


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin the e-mails after a press: programs that look into links in e-mails press nothing."""
    subscription = get_or_404(subscription_with_token(token))
    if request.method == "POST":
        actions.confirm(subscription=subscription, at=timezone.now())
        subscription.refresh_from_db()
    context = {
        "is_confirmed": subscription.confirmed_at is not None,
        "name": name_of(subscription),
        "stop": reverse("notifications:stop", args=[token]),
    }
    return render(request, "notifications/confirm.jinja", context)


@csrf_exempt  # a mail program sends it for the reader (RFC 8058); the token ends one subscription, and can do nothing else
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the e-mails, after one press and without signing in."""
    subscription = subscription_with_token(token)
    if request.method == "POST" and subscription is not None:
        actions.stop_following(subscription=subscription)
        subscription = None
    name = name_of(subscription) if subscription else ""
    return render(request, "notifications/stop.jinja", {"is_stopped": subscription is None, "name": name})
