from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.define.insights.pages import text_choices
from cyfran.deliver.commitments import actions, queries, rules
from cyfran.deliver.commitments.analysis import share_fulfilled
from cyfran.deliver.commitments.forms import (
    CommitmentForm,
    FeedbackForm,
    FulfilmentForm,
    UpdateForm,
    WithdrawalForm,
)
from cyfran.deliver.commitments.pages import Choices, commitment_trail, commitments_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    """What was promised and how it stands. A promise its owners have not accepted is for members."""
    partnership = partnership_for(request, slug)
    promises = queries.promises_of(partnership, timezone.localdate())
    inside = may_see_inside(request.user, partnership)
    if not inside:
        promises = [promise for promise in promises if not promise.waits_for]
    record = queries.record_of(promises)
    context = {
        "partnership": partnership,
        "promises": promises,
        "record": record,
        "share": share_fulfilled(record),
        "drafts": queries.promises_nobody_owns(partnership) if inside else [],
        "may_promise": rules.may_promise(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "commitments/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_promise)
    choices = Choices(partnership)
    begin = {"spoken_promise": request.GET.get("spoken_promise", "")}
    form = CommitmentForm(request.POST or None, initial=begin, choices=choices.for_form())
    if submit_form(
        form,
        lambda: actions.make_commitment(
            partnership=partnership,
            text=form.pair("text"),
            **choices.chosen(form.cleaned_data),
            amount=form.cleaned_data["amount"],
            first_due=form.cleaned_data["first_due"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return redirect("commitments:list", slug)
    return render_form_page(
        request,
        form,
        _("Make a promise"),
        intro=_("It rests on a proposal, a decision or an insight. Its owners are asked to accept it."),
        partnership=partnership,
        trail=commitments_trail(partnership),
    )


def get_visible_commitment(request: HttpRequest, slug: str, pk):
    """Give the partnership and its promise, where this person may see it."""
    partnership = partnership_for(request, slug)
    promise = get_or_404(queries.promise_in(partnership, pk, timezone.localdate()))
    require(not promise.waits_for or may_see_inside(request.user, partnership), "not_found")
    return partnership, promise


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, promise = get_visible_commitment(request, slug, pk)
    owns = rules.owner_side(request.user, promise.commitment)
    context = {
        "partnership": partnership,
        "promise": promise,
        "may_accept": owns is not None and owns in promise.waits_for,
        "may_update": rules.may_update(request.user, promise.commitment),
        "my_side": rules.may_answer_for(request.user, partnership),
        "trail": commitments_trail(partnership),
    }
    return render(request, "commitments/detail.jinja", context)


def accept(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, promise = get_visible_commitment(request, slug, pk)
    require(rules.owner_side(request.user, promise.commitment) is not None, "not_the_owner")
    if request.method == "POST":
        actions.accept_commitment(commitment=promise.commitment, by=request.user, at=timezone.now())
    return redirect("commitments:detail", slug, pk)


def _about(request: HttpRequest, slug: str, pk, form_class, act, title: str, allowed) -> HttpResponse:
    """A form about one promise: say how it goes, judge it, withdraw it."""
    partnership, promise = get_visible_commitment(request, slug, pk)
    require(bool(allowed(request.user, partnership, promise.commitment)))
    form = form_class(request.POST or None, initial={"language": reading_language()})
    if submit_form(
        form,
        lambda: act(commitment=promise.commitment, **form.cleaned_data, by=request.user, at=timezone.now()),
    ):
        return redirect("commitments:detail", slug, pk)
    return render_form_page(
        request, form, title, partnership=partnership, trail=commitment_trail(partnership, promise.commitment)
    )


def update(request: HttpRequest, slug: str, pk) -> HttpResponse:
    def allowed(user, partnership, commitment):
        return rules.may_update(user, commitment)

    return _about(request, slug, pk, UpdateForm, actions.report_progress, _("Say how it goes"), allowed)


def _for_a_side(user, partnership, commitment):
    return rules.may_answer_for(user, partnership)


def judge(request: HttpRequest, slug: str, pk) -> HttpResponse:
    title = _("Judge it for your side")
    return _about(request, slug, pk, FulfilmentForm, actions.judge, title, _for_a_side)


def withdraw(request: HttpRequest, slug: str, pk) -> HttpResponse:
    title = _("Withdraw it for your side")
    return _about(request, slug, pk, WithdrawalForm, actions.withdraw, title, _for_a_side)


def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """What people heard back, theme by theme, and what they are still owed."""
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "owed": queries.feedback_owed(partnership, timezone.localdate()),
        "may_give": rules.may_give_feedback(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "commitments/feedback.jinja", context)


def give_feedback(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_give_feedback)
    theme = get_or_404(queries.theme_in(partnership, pk))
    promises = queries.promises_of(partnership, timezone.localdate())
    commitments = {str(p.commitment.pk): p.commitment for p in promises}
    form = FeedbackForm(request.POST or None, commitments=text_choices(commitments.values()))
    if submit_form(
        form,
        lambda: actions.give_feedback(
            theme=theme,
            answer=form.cleaned_data["answer"],
            text=form.pair("text"),
            commitments=[commitments[key] for key in form.cleaned_data.get("commitments", [])],
            decided_by=form.cleaned_data["decided_by"],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return redirect("commitments:feedback", slug)
    return render_form_page(
        request,
        form,
        _("Tell people what came of it"),
        intro=theme.name.in_language(reading_language()).text,
        partnership=partnership,
        trail=commitments_trail(partnership),
    )
