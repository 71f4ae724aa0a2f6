"""For those who come: sign up without an account, see or give up one's place; and who came."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.gatherings import actions, queries, rules
from cyfran.discover.gatherings.forms import CodeCameForm, SignUpForm, SomeoneCameForm
from cyfran.discover.gatherings.pages import gathering_trail
from cyfran.discover.gatherings.tasks import SALT
from cyfran.discover.gatherings.views.door import gathering_for, get_visible_event
from cyfran.ground.partnerships.queries import priority_groups
from cyfran.ground.people.queries import participant_with_code
from cyfran.ground.people.views import participant_on_device, set_participant_cookie, unknown_code
from cyfran.ground.places.queries import area_choices
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def sign_up(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = get_visible_event(request, slug, pk)
    require(rules.takes_sign_ups(gathering.state), "gathering_takes_nobody")
    groups = {str(g.pk): g for g in priority_groups(gathering.partnership)}
    form = SignUpForm(request.POST if request.method == "POST" else None, groups=groups.values())
    made = []
    if submit_form(form, lambda: made.append(actions.sign_up(
        gathering=gathering, participant=participant_on_device(request),
        group=groups.get(form.cleaned_data.get("group", "")), needs=form.needs_told(),
        email=form.cleaned_data["email"], language=reading_language(), at=timezone.now())),
    ):  # fmt: skip
        return set_participant_cookie(redirect("gatherings:my_place", slug, pk), made[0].participant)
    title = _("Sign up")
    return render_form_page(
        request, form, title, intro=_("You need no account, and we do not ask your name."),
        partnership=gathering.partnership, trail=gathering_trail(gathering),
    )  # fmt: skip


def my_place(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Whether someone has a place; and a button to give it up."""
    gathering = get_visible_event(request, slug, pk)
    sign_up = queries.sign_up_of(gathering, participant_on_device(request))
    if sign_up is None:
        return redirect("gatherings:sign_up", slug, pk)
    return _place(request, sign_up, gathering, "gatherings:my_place", slug, pk)


def place_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The same, from the link in a letter, on any device."""
    try:
        key = signing.loads(token, salt=SALT, max_age=180 * 86400)
    except signing.BadSignature:
        key = None
    sign_up = get_or_404(queries.sign_up_with_id(key))
    return _place(request, sign_up, sign_up.gathering, "gatherings-letters:place_by_letter", token)


def _place(request: HttpRequest, sign_up, gathering, here: str, *where: object) -> HttpResponse:
    if "forget" in request.POST:
        actions.forget_sign_up(sign_up=sign_up, at=timezone.now())
        messages.success(request, _("Forgotten: that you signed up, and your address."))
        return redirect("gatherings:detail", gathering.partnership.slug, gathering.pk)
    if request.method == "POST":
        actions.cancel_place(sign_up=sign_up, at=timezone.now())
        messages.success(request, _("Thank you for telling us. Someone else can have the place now."))
        return redirect(here, *where)
    context = {"partnership": gathering.partnership, "gathering": gathering, "sign_up": sign_up}
    return render(request, "gatherings/my_place.jinja", context)


def who_came(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Enter who is there: people with a slip by its code, everyone else by number."""
    gathering = gathering_for(request, slug, pk, rules.may_record)
    areas = area_choices(gathering.partnership.place, reading_language())
    posted = request.POST or None
    by_code = CodeCameForm(posted if "code" in request.POST else None)
    by_number = SomeoneCameForm(
        posted if "number" in request.POST else None,
        areas=areas,
        initial={"language": gathering.leading_language},
    )
    now = {"by": request.user, "at": timezone.now()}
    if submit_form(
        by_number, lambda: actions.someone_came(gathering=gathering, **by_number.cleaned_data, **now)
    ):
        return redirect("gatherings:who_came", slug, pk)
    if by_code.is_valid() and _came_with_code(gathering, by_code, now):
        return redirect("gatherings:who_came", slug, pk)
    context = {
        "partnership": gathering.partnership,
        "gathering": gathering,
        "there": queries.attendance_summary(gathering),
        "sign_ups": queries.sign_ups(gathering),
        "by_code": by_code,
        "by_number": by_number,
        "trail": gathering_trail(gathering),
    }
    status = 422 if by_code.errors or by_number.errors else 200
    return render(request, "gatherings/who_came.jinja", context, status=status)


def _came_with_code(gathering, form: CodeCameForm, now: dict) -> bool:
    told = dict(form.cleaned_data)
    participant = participant_with_code(told.pop("code"))
    if participant is None:
        form.add_error("code", unknown_code())
        return False
    actions.record_attendance(gathering=gathering, participant=participant, **told, **now)
    return True
