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
from cyfran.deliver.commitments.tasks import ask_owners
from cyfran.ground.partnerships.models import Phase
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.formats import reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    """List the commitments with their state. Those not accepted by their owners are shown to members only."""
    partnership = partnership_for(request, slug)
    promises = queries.promises_of(partnership, timezone.localdate())
    is_member = may_see_inside(request.user, partnership)
    if not is_member:
        promises = [promise for promise in promises if not promise.unaccepted_sides]
    record = queries.record_of(promises)
    context = {
        "partnership": partnership,
        "promises": promises,
        "record": record,
        "share": share_fulfilled(record),
        "drafts": queries.promises_nobody_owns(partnership) if is_member else [],
        "may_promise": rules.may_promise(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "commitments/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_promise, Phase.DELIVER)
    choices = Choices(partnership)
    initial = {"spoken_promise": request.GET.get("spoken_promise", "")}
    form = CommitmentForm(request.POST or None, initial=initial, choices=choices.form_choices())

    def make_commitment() -> None:
        now = timezone.now()
        commitment = actions.make_commitment(
            partnership=partnership,
            text=form.pair("text"),
            **choices.chosen(form.cleaned_data),
            amount=form.cleaned_data["amount"],
            first_due=form.cleaned_data["first_due"],
            by=request.user,
            at=now,
        )
        ask_owners(commitment, at=now)

    if submit_form(form, make_commitment):
        return redirect("commitments:list", slug)
    return render_form_page(
        request,
        form,
        _("Record a commitment"),
        intro=_(
            "A commitment is based on a proposal, a decision, an insight or a promise made at an event. We ask its "
            "owners to accept it."
        ),
        partnership=partnership,
        trail=commitments_trail(partnership),
    )


def get_visible_commitment(request: HttpRequest, slug: str, pk):
    """Return the partnership and its commitment, if this person may see it."""
    partnership = partnership_for(request, slug)
    promise = get_or_404(queries.promise_in(partnership, pk, timezone.localdate()))
    require(not promise.unaccepted_sides or may_see_inside(request.user, partnership), "not_found")
    return partnership, promise


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, promise = get_visible_commitment(request, slug, pk)
    own_side = rules.owner_side(request.user, promise.commitment)
    context = {
        "partnership": partnership,
        "promise": promise,
        "may_accept": own_side is not None and own_side in promise.unaccepted_sides,
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


def _commitment_form_page(
    request: HttpRequest, slug: str, pk, form_class, action, title: str, allowed
) -> HttpResponse:
    """Return a page with a form about one commitment; when submitted, ``action`` is called with its data."""
    partnership, promise = get_visible_commitment(request, slug, pk)
    require(bool(allowed(request.user, partnership, promise.commitment)))
    form = form_class(request.POST or None, initial={"language": reading_language()})
    if submit_form(
        form,
        lambda: action(
            commitment=promise.commitment, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    ):
        return redirect("commitments:detail", slug, pk)
    return render_form_page(
        request, form, title, partnership=partnership, trail=commitment_trail(partnership, promise.commitment)
    )


def update(request: HttpRequest, slug: str, pk) -> HttpResponse:
    def allowed(user, partnership, commitment):
        return rules.may_update(user, commitment)

    return _commitment_form_page(
        request, slug, pk, UpdateForm, actions.report_progress, _("Add an update"), allowed
    )


def _own_side(user, partnership, commitment):
    return rules.may_answer_for(user, partnership)


def judge(request: HttpRequest, slug: str, pk) -> HttpResponse:
    title = _("Record your side's view")
    return _commitment_form_page(request, slug, pk, FulfilmentForm, actions.judge, title, _own_side)


def withdraw(request: HttpRequest, slug: str, pk) -> HttpResponse:
    title = _("Withdraw this commitment for your side")
    return _commitment_form_page(request, slug, pk, WithdrawalForm, actions.withdraw, title, _own_side)


def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """List the feedback given on each theme, and the themes on which it is due."""
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "feedback_owed": queries.feedback_owed(partnership, timezone.localdate()),
        "may_give": rules.may_give_feedback(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "commitments/feedback.jinja", context)


def give_feedback(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_give_feedback)
    theme = get_or_404(queries.theme_in(partnership, pk))
    promises = queries.promises_of(partnership, timezone.localdate())
    commitments = {str(promise.commitment.pk): promise.commitment for promise in promises}
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
        _("Tell people what happened next"),
        intro=theme.name.in_language(reading_language()).text,
        partnership=partnership,
        trail=commitments_trail(partnership),
    )
