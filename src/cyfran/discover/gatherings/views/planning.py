"""Before: plan from a preset in twenty minutes, see to what people need, announce it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.discover.conversations.queries import conversations_of
from cyfran.discover.gatherings import actions, queries, rules
from cyfran.discover.gatherings.forms import EventPlanForm, ItemForm, KeptForm, NeedForm, SeeToForm
from cyfran.discover.gatherings.models import Stage
from cyfran.discover.gatherings.pages import PRESET_NAMES, gathering_trail, gatherings_trail
from cyfran.discover.gatherings.views.door import gathering_for
from cyfran.ground.partnerships.queries import organisations, priority_groups
from cyfran.ground.partnerships.views.door import partnership_for
from cyfran.ground.places.queries import areas_of
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def choose_preset(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_plan)
    context = {
        "partnership": partnership,
        "presets": [(one, *PRESET_NAMES[one["key"]]) for one in queries.presets()],
        "trail": gatherings_trail(partnership),
    }
    return render(request, "gatherings/choose_preset.jinja", context)


def _choices(partnership) -> dict[str, dict]:
    areas, hosts = areas_of(partnership.place), organisations(partnership)
    return {"areas": {str(a.pk): a for a in areas}, "hosts": {str(h.pk): h for h in hosts}}


def add(request: HttpRequest, slug: str, preset: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_plan)
    told = get_or_404(queries.preset(preset))
    begin = {"kind": told["kind"], "room_for": told["room_for"], "leading_language": reading_language()}
    form = EventPlanForm(request.POST or None, initial=begin, **_choices(partnership))
    planned = []
    if submit_form(form, lambda: planned.append(actions.plan(
        partnership=partnership, plan=form.plan(), agenda=told["agenda"], by=request.user, at=timezone.now())),
    ):  # fmt: skip
        messages.success(request, _("The gathering is planned. Look through its agenda, then announce it."))
        return redirect("gatherings:detail", slug, planned[0].pk)
    intro = _("The agenda comes from the preset, and can be changed afterwards.")
    return render_form_page(
        request, form, PRESET_NAMES[preset][0], intro=intro, partnership=partnership,
        trail=gatherings_trail(partnership),
    )  # fmt: skip


def change(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_plan)
    partnership = gathering.partnership
    form = EventPlanForm(
        request.POST or None, initial=EventPlanForm.initial_of(gathering), **_choices(partnership)
    )
    if submit_form(form, lambda: actions.change_plan(
        gathering=gathering, plan=form.plan(), by=request.user, at=timezone.now()),
    ):  # fmt: skip
        return redirect("gatherings:detail", slug, pk)
    return render_form_page(
        request, form, _("Change the plan"), partnership=partnership, trail=gathering_trail(gathering)
    )


def change_state(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_plan)
    state = request.POST.get("state")
    if state in (Stage.ANNOUNCED, Stage.HELD, Stage.CANCELLED):
        actions.set_state(gathering=gathering, state=state, by=request.user, at=timezone.now())
    return redirect("gatherings:detail", slug, pk)


def agenda(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The agenda, and a form for one more part."""
    gathering = gathering_for(request, slug, pk, rules.may_plan)
    asked = {str(c.pk): c for c in conversations_of(gathering.partnership, request.user)}
    form = ItemForm(request.POST or None, asked=asked)
    if submit_form(form, lambda: actions.add_item(
        gathering=gathering, **form.item(), by=request.user, at=timezone.now()),
    ):  # fmt: skip
        return redirect("gatherings:agenda", slug, pk)
    context = {
        "partnership": gathering.partnership,
        "gathering": gathering,
        "agenda": queries.agenda(gathering),
        "form": form,
        "trail": gathering_trail(gathering),
    }
    return render(request, "gatherings/agenda.jinja", context)


def remove_item(request: HttpRequest, slug: str, pk, item_pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_plan)
    item = get_or_404(queries.agenda(gathering).filter(pk=item_pk).first())
    if request.method == "POST":
        actions.remove_item(item=item, by=request.user, at=timezone.now())
    return redirect("gatherings:agenda", slug, pk)


def needs(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """What people need to be able to come, and how far it is seen to."""
    gathering = gathering_for(request, slug, pk, rules.may_record)
    form = NeedForm(request.POST or None)
    if submit_form(form, lambda: actions.need_access(
        gathering=gathering, **form.cleaned_data, by=request.user, at=timezone.now()),
    ):  # fmt: skip
        return redirect("gatherings:needs", slug, pk)
    context = {
        "partnership": gathering.partnership,
        "gathering": gathering,
        "needs": queries.needs(gathering),
        "form": form,
        "trail": gathering_trail(gathering),
    }
    return render(request, "gatherings/needs.jinja", context)


def resolve_need(request: HttpRequest, slug: str, pk, need_pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_record)
    need = get_or_404(queries.needs(gathering).filter(pk=need_pk).first())
    form = SeeToForm(request.POST or None, initial={"status": need.status})
    if submit_form(form, lambda: actions.resolve_need(
        need=need, status=form.cleaned_data["status"], by=request.user, at=timezone.now()),
    ):  # fmt: skip
        return redirect("gatherings:needs", slug, pk)
    return render_form_page(
        request, form, f"{need.get_need_display()} {need.detail}".strip(), partnership=gathering.partnership,
        trail=gathering_trail(gathering),
    )  # fmt: skip


def kept_places(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = gathering_for(request, slug, pk, rules.may_plan)
    groups = {str(g.pk): g for g in priority_groups(gathering.partnership)}
    kept = {one.group_id: one.number for one in queries.kept_places(gathering)}
    form = KeptForm(request.POST or None, groups=groups.values(), kept=kept)
    if submit_form(form, lambda: [actions.keep_places(
        gathering=gathering, group=groups[key], number=number or 0, by=request.user, at=timezone.now())
        for key, number in form.cleaned_data.items()],
    ):  # fmt: skip
        return redirect("gatherings:detail", slug, pk)
    return render_form_page(
        request, form, _("Places kept for people who are often left out"), partnership=gathering.partnership,
        trail=gathering_trail(gathering),
    )  # fmt: skip
