"""Sign up without an account, see or cancel one's place; and, for staff, attendance."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.discover.events import actions, queries, rules
from cyfran.discover.events.forms import AttendanceByCodeForm, SignUpForm, WalkInForm
from cyfran.discover.events.pages import event_trail
from cyfran.discover.events.tasks import SALT
from cyfran.discover.events.views.access import event_for, get_visible_event
from cyfran.ground.partnerships.queries import priority_groups
from cyfran.ground.people.queries import participant_with_code
from cyfran.ground.people.views import participant_on_device, set_participant_cookie, unknown_code
from cyfran.ground.places.queries import area_choices
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def sign_up(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = get_visible_event(request, slug, pk)
    require(rules.takes_sign_ups(event.state), "event_takes_nobody")
    groups = {str(group.pk): group for group in priority_groups(event.partnership)}
    form = SignUpForm(request.POST if request.method == "POST" else None, groups=groups.values())
    created = []
    if submit_form(
        form,
        lambda: created.append(
            actions.sign_up(
                event=event,
                participant=participant_on_device(request),
                group=groups.get(form.cleaned_data.get("group", "")),
                needs=form.needs_with_detail(),
                email=form.cleaned_data["email"],
                language=reading_language(),
                at=timezone.now(),
            )
        ),
    ):
        return set_participant_cookie(redirect("events:my_place", slug, pk), created[0].participant)
    title = _("Sign up")
    return render_form_page(
        request,
        form,
        title,
        intro=_("You do not need an account, and we do not ask for your name."),
        partnership=event.partnership,
        trail=event_trail(event),
    )


def my_place(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Whether someone has a place, and a button to cancel it."""
    event = get_visible_event(request, slug, pk)
    sign_up = queries.sign_up_of(event, participant_on_device(request))
    if sign_up is None:
        return redirect("events:sign_up", slug, pk)
    return _handle_place(request, sign_up, event, "events:my_place", slug, pk)


def place_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same, from the link in a letter, on any device."""
    try:
        key = signing.loads(token, salt=SALT, max_age=180 * 86400)
    except signing.BadSignature:
        key = None
    sign_up = get_or_404(queries.sign_up_with_id(key))
    return _handle_place(request, sign_up, sign_up.event, "events-letters:place_by_link", token)


def _handle_place(request: HttpRequest, sign_up, event, url_name: str, *url_args: object) -> HttpResponse:
    if "forget" in request.POST:
        actions.forget_sign_up(sign_up=sign_up, at=timezone.now())
        messages.success(request, _("We have deleted your sign-up and your address."))
        return redirect("events:detail", event.partnership.slug, event.pk)
    if request.method == "POST":
        actions.cancel_place(sign_up=sign_up, at=timezone.now())
        messages.success(request, _("Thank you for telling us. Someone else can have the place now."))
        return redirect(url_name, *url_args)
    context = {"partnership": event.partnership, "event": event, "sign_up": sign_up}
    return render(request, "events/my_place.jinja", context)


def attendance(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Enter attendance: people with a code by their code, everyone else by number."""
    event = event_for(request, slug, pk, rules.may_record)
    areas = area_choices(event.partnership.place, reading_language())
    posted = request.POST or None
    by_code = AttendanceByCodeForm(posted if "code" in request.POST else None)
    by_number = WalkInForm(
        posted if "number" in request.POST else None,
        areas=areas,
        initial={"language": event.main_language},
    )
    stamp = {"by": request.user, "at": timezone.now()}
    if submit_form(
        by_number, lambda: actions.record_walk_ins(event=event, **by_number.cleaned_data, **stamp)
    ):
        return redirect("events:attendance", slug, pk)
    if by_code.is_valid() and _record_by_code(event, by_code, stamp):
        return redirect("events:attendance", slug, pk)
    context = {
        "partnership": event.partnership,
        "event": event,
        "attendance": queries.attendance_summary(event),
        "entries": queries.attendance_entries(event),
        "sign_ups": queries.sign_ups(event),
        "by_code": by_code,
        "by_number": by_number,
        "trail": event_trail(event),
    }
    status = 422 if by_code.errors or by_number.errors else 200
    return render(request, "events/attendance.jinja", context, status=status)


@require_POST
def remove_attendances(request: HttpRequest, slug: str, pk, number: int) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    first = get_object_or_404(queries.attendances(event), pk=number)
    removed = actions.remove_attendances(first=first, by=request.user, at=timezone.now())
    messages.success(request, _("Taken back. People: %(number)s") % {"number": removed})
    return redirect("events:attendance", slug, pk)


def _record_by_code(event, form: AttendanceByCodeForm, stamp: dict) -> bool:
    details = dict(form.cleaned_data)
    participant = participant_with_code(details.pop("code"))
    if participant is None:
        form.add_error("code", unknown_code())
        return False
    actions.record_attendance(event=event, participant=participant, **details, **stamp)
    return True
