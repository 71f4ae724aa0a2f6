"""Which e-mails someone gets: chosen after signing in, or switched off by the link in an e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cyfran.core.accounts.rules import require
from cyfran.ground.notifications import actions, queries
from cyfran.ground.notifications.forms import FrequencyForm
from cyfran.ground.notifications.models import DigestFrequency
from cyfran.ground.notifications.tasks import user_with_token
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
