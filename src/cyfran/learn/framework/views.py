from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.learn.framework import actions, analysis, pages, queries, rules
from cyfran.learn.framework.forms import AgreedLevelForm, PanelSeatForm, StrandForm
from cyfran.learn.framework.models import Assessment
from cyfran.ui.formats import plain, reading_language
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, try_action


def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the framework's strands and criteria, and the list of assessments."""
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "framework": queries.framework(),
        "assessments": queries.assessments_of(partnership),
        "may_see_inside": rules.may_see_inside(request.user, partnership),
        "may_run": rules.may_run(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "framework/home.jinja", context)


def open_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_run)
    if request.method != "POST":
        return redirect("framework:home", slug)
    assessment = actions.open_assessment(partnership=partnership, by=request.user, at=timezone.now())
    return redirect("framework:detail", slug, assessment.pk)


def get_visible_assessment(request: HttpRequest, slug: str, pk) -> tuple[Partnership, Assessment, str]:
    """Return partnership, assessment and its step, if this person may see it: before it is closed, members only."""
    partnership = partnership_for(request, slug)
    assessment = get_or_404(queries.assessment_in(partnership, pk))
    step = queries.step_of(assessment)
    require(step == "closed" or rules.may_see_inside(request.user, partnership), "not_found")
    return partnership, assessment, step


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the scores of both panels, once the first scoring is over."""
    partnership, assessment, step = get_visible_assessment(request, slug, pk)
    content = queries.framework(assessment.framework_version)
    views = [] if step == "scoring" else analysis.views(content, queries.answers_of(assessment))
    assessor = queries.assessor_of(assessment, request.user) if request.user.is_authenticated else None
    sees_details = step != "scoring" and rules.may_see_inside(request.user, partnership)
    context = {
        "partnership": partnership,
        "assessment": assessment,
        "step": step,
        "framework": content,
        "views": views,
        "view_names": pages.VIEWS,
        "draw_gap": pages.draw_gap,
        "reasons": queries.reasons_by_criterion(assessment) if sees_details else {},
        "proposed_levels": {} if step == "scoring" else queries.proposed_levels(assessment),
        "sees_details": sees_details,
        "my_side": rules.may_answer_for(request.user, partnership),
        "may_propose": step == "shown"
        and sees_details
        and rules.may_score(request.user, partnership) is not None,
        "assessors": queries.assessors_of(assessment),
        "my_scores": queries.scored_by(assessor, queries.round_of(step) or 1) if assessor else {},
        "may_score": queries.round_of(step)
        and request.user.is_authenticated
        and rules.may_score(request.user, partnership),
        "may_run": rules.may_run(request.user, partnership),
        "trail": pages.framework_trail(partnership),
    } | _progress(assessment, step)
    return render(request, "framework/detail.jinja", context)


def _progress(assessment: Assessment, step: str) -> dict[str, object]:
    """Return what those who run an assessment see of a round: numbers of people, never their scores."""
    round_ = queries.round_of(step)
    return {
        "panel_minimum": {str(side): least for side, least in actions.PANEL_MINIMUM.items()},
        "scored": queries.scored_by_strand(assessment) if round_ == 1 else [],
        "assessors_left": queries.paper_assessors_left(assessment, round_) if round_ else [],
    }


def take_step(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, assessment, _step = get_visible_assessment(request, slug, pk)
    if request.method == "POST":
        step = request.POST.get("step", "")
        try_action(
            request,
            lambda: actions.take_step(assessment=assessment, step=step, by=request.user, at=timezone.now()),
        )
    return redirect("framework:detail", slug, pk)


def score(request: HttpRequest, slug: str, pk, strand_id: str) -> HttpResponse:
    """Score one strand as the user's own assessor."""
    partnership, assessment, _step = get_visible_assessment(request, slug, pk)
    require(request.user.is_authenticated and rules.may_score(request.user, partnership) is not None)
    assessor = queries.assessor_of(assessment, request.user)

    def own_seat():
        return assessor or actions.take_seat(assessment=assessment, by=request.user, at=timezone.now())

    return _score(request, partnership, assessment, strand_id, own_seat, assessor)


def score_paper(request: HttpRequest, slug: str, pk, assessor_pk, strand_id: str) -> HttpResponse:
    """Enter an assessor's scores of one strand from paper."""
    partnership, assessment, _step = get_visible_assessment(request, slug, pk)
    require(rules.may_run(request.user, partnership))
    assessor = get_or_404(queries.assessor_in(assessment, assessor_pk))
    return _score(request, partnership, assessment, strand_id, lambda: assessor, assessor)


def _score(request, partnership, assessment, strand_id, get_assessor, assessor) -> HttpResponse:
    content = queries.framework(assessment.framework_version)
    strand = get_or_404(content.strand(strand_id))
    form = StrandForm(request.POST or None, strand=strand, framework=content)
    if submit_form(
        form,
        lambda: actions.score(
            assessor=get_assessor(),
            answers=form.answers(),
            language=reading_language(),
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(
            request, _("Your scores for this strand are saved. Nobody sees them until everyone has scored.")
        )
        return _redirect_to_next_strand(partnership, assessment, assessor)
    context = {
        "partnership": partnership,
        "assessment": assessment,
        "strand": strand,
        "form": form,
        "assessor": assessor,
        "trail": pages.framework_trail(partnership),
    }
    return render(request, "framework/score.jinja", context)


def _redirect_to_next_strand(partnership, assessment: Assessment, assessor) -> HttpResponse:
    """Go on with the next strand of an assessor on paper; everybody else chooses on the assessment's page."""
    if assessor is not None and assessor.user_id is None:
        left = queries.strands_left(assessor, queries.round_of(queries.step_of(assessment)))
        if left:
            return redirect("framework:score_paper", partnership.slug, assessment.pk, assessor.pk, left[0].id)
    return redirect("framework:detail", partnership.slug, assessment.pk)


def add_assessor(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, assessment, _step = get_visible_assessment(request, slug, pk)
    require(rules.may_run(request.user, partnership))
    form = PanelSeatForm(request.POST or None)
    if form.is_valid():
        side = form.cleaned_data["side"]
        assessor = actions.add_paper_assessor(
            assessment=assessment, side=side, by=request.user, at=timezone.now()
        )
        return redirect("framework:score_paper", slug, pk, assessor.pk, "INV")
    return render_form_page(
        request,
        form,
        _("Enter scores from paper"),
        intro=_("For someone who scores on paper or by phone. They are shown here only by a number."),
        partnership=partnership,
        trail=pages.framework_trail(partnership),
    )


def propose_level(request: HttpRequest, slug: str, pk, criterion: str) -> HttpResponse:
    partnership, assessment, _step = get_visible_assessment(request, slug, pk)
    require(request.user.is_authenticated and rules.may_score(request.user, partnership) is not None)
    content = queries.framework(assessment.framework_version)
    definition = get_or_404(
        next((candidate for candidate in content.criteria if candidate.id == criterion), None)
    )
    form = AgreedLevelForm(request.POST or None, initial={"language": reading_language()})
    if submit_form(
        form,
        lambda: actions.propose_level(
            assessment=assessment,
            criterion=criterion,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return redirect("framework:detail", slug, pk)
    return render_form_page(
        request,
        form,
        _("Propose a level both sides can accept"),
        intro=plain(definition.statement),
        partnership=partnership,
        trail=pages.framework_trail(partnership),
    )


def agree_level(request: HttpRequest, slug: str, pk, level_pk) -> HttpResponse:
    partnership, assessment, _step = get_visible_assessment(request, slug, pk)
    require(rules.may_answer_for(request.user, partnership) is not None)
    proposed = get_or_404(queries.agreed_level_in(assessment, level_pk))
    if request.method == "POST":
        actions.agree_level(agreed_level=proposed, by=request.user, at=timezone.now())
    return redirect("framework:detail", slug, pk)
