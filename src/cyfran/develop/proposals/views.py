from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.core.language import LanguageText
from cyfran.define.insights.pages import text_choices
from cyfran.define.insights.queries import agreed_challenges
from cyfran.develop.proposals import actions, queries, rules
from cyfran.develop.proposals.forms import (
    IdeaForm,
    ImpactAssessmentForm,
    ObjectionForm,
    ProposalDecisionForm,
    ProposalForm,
    ResultForm,
)
from cyfran.develop.proposals.pages import decision_trail, proposal_trail, proposals_trail
from cyfran.discover.evidence.synthesis.queries import findings_in
from cyfran.ground.partnerships.models import Phase
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.formats import reading_language, words
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, try_action


def home(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "challenges": agreed_challenges(partnership),
        "proposals": queries.proposals_of(partnership),
        "ideas": queries.ideas_of(partnership),
        "decisions": queries.decisions_of(partnership),
        "may_design": rules.may_design(request.user, partnership),
        "may_record": rules.may_record_decision(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "proposals/home.jinja", context)


def add_idea(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_design, Phase.DEVELOP)
    challenges = {str(challenge.pk): challenge for challenge in agreed_challenges(partnership)}
    form = IdeaForm(
        request.POST or None,
        challenges=text_choices(challenges.values()),
        initial={"language": reading_language()},
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        actions.add_idea(
            challenge=challenges[cleaned["challenge"]],
            text=cleaned["text"],
            language=cleaned["language"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("proposals:home", slug)
    return render_form_page(
        request, form, _("Add an idea"), partnership=partnership, trail=proposals_trail(partnership)
    )


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_design, Phase.DEVELOP)
    challenges = {str(challenge.pk): challenge for challenge in agreed_challenges(partnership)}
    ideas = {str(idea.pk): idea for idea in queries.ideas_of(partnership)}
    findings = {str(finding.pk): finding for finding in findings_in(partnership)}
    form = ProposalForm(
        request.POST or None,
        challenges=text_choices(challenges.values()),
        ideas=[(key, words(LanguageText(idea.text, idea.language))) for key, idea in ideas.items()],
        findings=text_choices(findings.values()),
    )
    if form.is_valid():
        proposal = actions.write_proposal(
            challenge=challenges[form.cleaned_data["challenge"]],
            title=form.pair("title"),
            plan=form.pair("plan"),
            cost=form.cleaned_data["cost"],
            ideas=[ideas[key] for key in form.cleaned_data.get("ideas", [])],
            findings=[findings[key] for key in form.cleaned_data.get("findings", [])],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("proposals:detail", slug, proposal.pk)
    return render_form_page(
        request, form, _("Write a proposal"), partnership=partnership, trail=proposals_trail(partnership)
    )


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "proposal": get_or_404(queries.proposal_in(partnership, pk)),
        "may_design": rules.may_design(request.user, partnership),
        "trail": proposals_trail(partnership),
    }
    return render(request, "proposals/detail.jinja", context)


def add_impact_assessment(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_design)
    proposal = get_or_404(queries.proposal_in(partnership, pk))
    form = ImpactAssessmentForm(request.POST or None)
    if form.is_valid():
        actions.add_impact_assessment(
            proposal=proposal, **form.cleaned_data, by=request.user, at=timezone.now()
        )
        return redirect("proposals:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Add an impact assessment"),
        partnership=partnership,
        trail=proposal_trail(partnership, proposal),
    )


def open_decision(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_record_decision, Phase.DEVELOP)
    proposals = {str(proposal.pk): proposal for proposal in queries.proposals_of(partnership)}
    form = ProposalDecisionForm(request.POST or None, options=text_choices(proposals.values(), "title"))
    if form.is_valid():
        decision = actions.open_decision(
            partnership=partnership,
            question=form.pair("question"),
            rule=form.pair("rule"),
            decides=form.cleaned_data["decides"],
            options=[proposals[key] for key in form.cleaned_data["options"]],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("proposals:decision", slug, decision.pk)
    return render_form_page(
        request,
        form,
        _("Set up a decision"),
        partnership=partnership,
        trail=proposals_trail(partnership),
    )


def decision(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "state": get_or_404(queries.decision_in(partnership, pk)),
        "my_side": rules.may_answer_for(request.user, partnership),
        "may_record": rules.may_record_decision(request.user, partnership),
        "trail": proposals_trail(partnership),
    }
    return render(request, "proposals/decision.jinja", context)


def agree_rule(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    state = get_or_404(queries.decision_in(partnership, pk))
    require(rules.may_answer_for(request.user, partnership) is not None)
    if request.method == "POST":
        agree = partial(actions.agree_rule, decision=state.decision, by=request.user, at=timezone.now())
        try_action(request, agree)
    return redirect("proposals:decision", slug, pk)


@require_POST
def withdraw_decision(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_record_decision)
    state = get_or_404(queries.decision_in(partnership, pk))
    withdraw = partial(actions.withdraw_decision, decision=state.decision, by=request.user, at=timezone.now())
    try_action(request, withdraw)
    return redirect("proposals:decision", slug, pk)


def record_result(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_record_decision)
    state = get_or_404(queries.decision_in(partnership, pk))
    form = ResultForm(request.POST or None, options=state.options)
    if submit_form(
        form,
        lambda: actions.record_result(
            decision=state.decision,
            by=request.user,
            at=timezone.now(),
            results=[
                actions.OptionOutcome(option.proposal, **form.option_result(option))
                for option in state.options
            ],
        ),
    ):
        return redirect("proposals:decision", slug, pk)
    context = {
        "partnership": partnership,
        "form": form,
        "state": state,
        "trail": decision_trail(partnership, state.decision),
    }
    return render(request, "proposals/record_result.jinja", context)


def object_to(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    state = get_or_404(queries.decision_in(partnership, pk))
    require(rules.may_answer_for(request.user, partnership) is not None)
    form = ObjectionForm(request.POST or None, initial={"language": reading_language()})
    if form.is_valid():
        actions.object_to(decision=state.decision, **form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("proposals:decision", slug, pk)
    return render_form_page(
        request,
        form,
        _("Object to this decision"),
        intro=_("Your objection does not stop the decision. It is recorded and shown beside it."),
        partnership=partnership,
        trail=decision_trail(partnership, state.decision),
    )
