"""Before: plan an event from a preset, its agenda, access needs and reserved places, and announce it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyfran.discover.conversations.queries import conversations_of
from cyfran.discover.events import actions, queries, rules
from cyfran.discover.events.forms import EventPlanForm, ItemForm, NeedForm, NeedStatusForm, ReservedPlacesForm
from cyfran.discover.events.models import EventStage
from cyfran.discover.events.pages import PRESET_NAMES, event_trail, events_trail
from cyfran.discover.events.views.access import event_for
from cyfran.ground.partnerships.queries import organisations, priority_groups
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ground.places.queries import areas_of
from cyfran.ui.edited_meanwhile import note_what_stands
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, warn_of_past_date

STATE_SET = {
    EventStage.ANNOUNCED: gettext_lazy("The event is announced: everyone can see it."),
    EventStage.HELD: gettext_lazy("The event is marked as held."),
    EventStage.CANCELLED: gettext_lazy("The event is cancelled. Whoever signed up gets an e-mail."),
}


def choose_preset(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_plan)
    context = {
        "partnership": partnership,
        "presets": [(preset, *PRESET_NAMES[preset["key"]]) for preset in queries.presets()],
        "trail": events_trail(partnership),
    }
    return render(request, "events/choose_preset.jinja", context)


def _choices(partnership) -> dict[str, dict]:
    areas, hosts = areas_of(partnership.place), organisations(partnership)
    return {"areas": {str(area.pk): area for area in areas}, "hosts": {str(host.pk): host for host in hosts}}


def add(request: HttpRequest, slug: str, preset: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_plan)
    chosen = get_or_404(queries.preset(preset))
    initial = {"kind": chosen["kind"], "capacity": chosen["capacity"], "main_language": reading_language()}
    form = EventPlanForm(request.POST or None, initial=initial, **_choices(partnership))
    created = []
    if submit_form(
        form,
        lambda: created.append(
            actions.plan(
                partnership=partnership,
                plan=form.plan(),
                agenda=chosen["agenda"],
                by=request.user,
                at=timezone.now(),
            )
        ),
    ):
        messages.success(request, _("The event has been saved. Check its agenda, then announce it."))
        warn_of_past_date(request, form.cleaned_data["day"])
        return redirect("events:detail", slug, created[0].pk)
    intro = _("We have filled in an agenda. You can change it later.")
    return render_form_page(
        request,
        form,
        PRESET_NAMES[preset][0],
        intro=intro,
        partnership=partnership,
        trail=events_trail(partnership),
    )


def change(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_plan)
    partnership = event.partnership
    initial = EventPlanForm.initial_of(event)
    form = note_what_stands(EventPlanForm(request.POST or None, initial=initial, **_choices(partnership)))
    if submit_form(
        form,
        lambda: actions.change_plan(event=event, plan=form.plan(), by=request.user, at=timezone.now()),
    ):
        return redirect("events:detail", slug, pk)
    return render_form_page(
        request, form, _("Change the plan"), partnership=partnership, trail=event_trail(event)
    )


def change_state(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_plan)
    state = request.POST.get("state")
    if state in (EventStage.ANNOUNCED, EventStage.HELD, EventStage.CANCELLED):
        actions.set_state(event=event, state=state, by=request.user, at=timezone.now())
        messages.success(request, STATE_SET[state])
    return redirect("events:detail", slug, pk)


def agenda(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The agenda, and a form to add an item."""
    event = event_for(request, slug, pk, rules.may_plan)
    conversations = {
        str(conversation.pk): conversation
        for conversation in conversations_of(event.partnership, request.user)
    }
    form = ItemForm(request.POST or None, conversations=conversations)
    if submit_form(
        form,
        lambda: actions.add_item(event=event, **form.item(), by=request.user, at=timezone.now()),
    ):
        return redirect("events:agenda", slug, pk)
    context = {
        "partnership": event.partnership,
        "event": event,
        "agenda": queries.agenda(event),
        "form": form,
        "trail": event_trail(event),
    }
    return render(request, "events/agenda.jinja", context)


def remove_item(request: HttpRequest, slug: str, pk, item_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_plan)
    item = get_or_404(queries.agenda(event).filter(pk=item_pk).first())
    if request.method == "POST":
        actions.remove_item(item=item, by=request.user, at=timezone.now())
    return redirect("events:agenda", slug, pk)


def needs(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The access needs and their status."""
    event = event_for(request, slug, pk, rules.may_record)
    form = NeedForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.add_access_need(event=event, **form.cleaned_data, by=request.user, at=timezone.now()),
    ):
        return redirect("events:needs", slug, pk)
    context = {
        "partnership": event.partnership,
        "event": event,
        "needs": queries.needs(event),
        "form": form,
        "trail": event_trail(event),
    }
    return render(request, "events/needs.jinja", context)


def resolve_need(request: HttpRequest, slug: str, pk, need_pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_record)
    need = get_or_404(queries.needs(event).filter(pk=need_pk).first())
    form = NeedStatusForm(request.POST or None, initial={"status": need.status})
    if submit_form(
        form,
        lambda: actions.resolve_need(
            need=need, status=form.cleaned_data["status"], by=request.user, at=timezone.now()
        ),
    ):
        return redirect("events:needs", slug, pk)
    return render_form_page(
        request,
        form,
        f"{need.get_need_display()} {need.detail}".strip(),
        partnership=event.partnership,
        trail=event_trail(event),
    )


def reserved_places(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = event_for(request, slug, pk, rules.may_plan)
    groups = {str(group.pk): group for group in priority_groups(event.partnership)}
    reserved = {reservation.group_id: reservation.number for reservation in queries.reserved_places(event)}
    form = ReservedPlacesForm(request.POST or None, groups=groups.values(), reserved=reserved)
    if submit_form(
        form,
        lambda: [
            actions.reserve_places(
                event=event, group=groups[key], number=number or 0, by=request.user, at=timezone.now()
            )
            for key, number in form.cleaned_data.items()
        ],
    ):
        return redirect("events:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Places kept for people who are often left out"),
        partnership=event.partnership,
        trail=event_trail(event),
    )
