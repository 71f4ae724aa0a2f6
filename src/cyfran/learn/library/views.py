from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.define.insights.pages import text_choices
from cyfran.deliver.commitments.queries import promises_of
from cyfran.deliver.outcomes.queries import outcomes_of
from cyfran.discover.evidence.synthesis.queries import findings_in
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.learn.library import actions, queries, rules
from cyfran.learn.library.forms import LearningForm, LearningSearchForm
from cyfran.ui.formats import plain
from cyfran.ui.forms import render_form_page, submit_form
from cyfran.ui.trail import step


def list_(request: HttpRequest) -> HttpResponse:
    """List the items of all partnerships, filtered by place, topic and strand."""
    places = [(place.code, plain(place.name)) for place in queries.places_with_learning()]
    form = LearningSearchForm(request.GET or None, places=places)
    filters = form.cleaned_data if form.is_valid() else {}
    context = {"form": form, "items": queries.library(**filters)[:100]}
    return render(request, "library/list.jinja", context)


def of_partnership(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "items": queries.learning_of(partnership),
        "may_write": rules.may_write(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "library/of_partnership.jinja", context)


def detail(request: HttpRequest, pk) -> HttpResponse:
    item = get_object_or_404(queries.item(pk))
    context = {
        "item": item,
        "partnership": item.partnership,
        "may_write": rules.may_write(request.user, item.partnership),
        "trail": [step(_("Library"), "library:list")],
    }
    return render(request, "library/detail.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_write)
    outcomes = {str(observed.outcome.pk): observed.outcome for observed in outcomes_of(partnership)}
    promises = {
        str(promise.commitment.pk): promise.commitment
        for promise in promises_of(partnership, timezone.localdate())
    }
    findings = {str(finding.pk): finding for finding in findings_in(partnership)}
    form = LearningForm(
        request.POST or None,
        outcomes=text_choices(outcomes.values(), "numerator"),
        commitments=text_choices(promises.values()),
        findings=text_choices(findings.values()),
    )
    if submit_form(
        form,
        lambda: actions.write_down_learning(
            partnership=partnership,
            texts={name: form.pair(name) for name in actions.TEXTS},
            **{name: form.cleaned_data[name] for name in ("verdict", "topic", "strand")},
            outcomes=[outcomes[key] for key in form.cleaned_data.get("outcomes", [])],
            commitments=[promises[key] for key in form.cleaned_data.get("commitments", [])],
            findings=[findings[key] for key in form.cleaned_data.get("findings", [])],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return redirect("library:of_partnership", slug)
    return render_form_page(
        request,
        form,
        _("Write down what was learnt"),
        partnership=partnership,
        trail=partnership_trail(partnership),
    )
