from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.define.insights import actions, queries, rules
from cyfran.define.insights.forms import (
    ChallengeForm,
    InsightForm,
    SharedOutcomeForm,
    StatementSearchForm,
    TagStatementsForm,
    ThemeForm,
    ThemeNameForm,
    WordingForm,
)
from cyfran.define.insights.pages import insights_trail, statement_choices, text_choices, theme_trail
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.evidence.synthesis.queries import findings_in
from cyfran.ground.partnerships.models import Phase
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.edited_meanwhile import note_what_stands
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, try_action
from cyfran.ui.pairs import pair_values

SUBJECTS = {"challenge": queries.challenge_in, "outcome": queries.shared_outcome_in}


def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Show challenges, shared outcomes, insights and themes."""
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "challenges": queries.challenge_history(partnership),
        "outcomes": queries.shared_outcome_history(partnership),
        "insights": queries.insights_of(partnership),
        "themes": queries.themes_of(partnership),
        "may_make_sense": rules.may_make_sense(request.user, partnership),
        "my_side": rules.may_answer_for(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "insights/home.jinja", context)


def add_theme(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense)
    themes = {str(theme.pk): theme for theme in queries.themes_of(partnership)}
    form = ThemeForm(request.POST or None, themes=text_choices(themes.values(), "name"))
    if submit_form(
        form,
        lambda: actions.name_theme(
            partnership=partnership,
            name=form.pair("name"),
            split_from=themes.get(form.cleaned_data["split_from"]),
            by=request.user,
            at=timezone.now(),
        ),
        "name_en",
    ):
        return redirect("insights:home", slug)
    return render_form_page(
        request, form, _("Name a theme"), partnership=partnership, trail=insights_trail(partnership)
    )


def theme(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    theme = get_object_or_404(queries.themes_of(partnership), pk=pk)
    context = {
        "partnership": partnership,
        "theme": theme,
        "statements": queries.statements_of_theme(theme)[: queries.MOST_LISTED],
        "findings": queries.findings_of_theme(theme),
        "may_make_sense": rules.may_make_sense(request.user, partnership),
        "trail": insights_trail(partnership),
    }
    return render(request, "insights/theme.jinja", context)


def change_theme(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense)
    theme = get_object_or_404(queries.themes_of(partnership), pk=pk)
    form = note_what_stands(ThemeNameForm(request.POST or None, initial=pair_values(theme, "name")))
    if submit_form(
        form,
        lambda: actions.change_theme(theme=theme, name=form.pair("name"), by=request.user, at=timezone.now()),
        "name_en",
    ):
        return redirect("insights:theme", slug, pk)
    return render_form_page(
        request,
        form,
        _("Change the name of the theme"),
        partnership=partnership,
        trail=insights_trail(partnership),
    )


def tag_statements(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Search statements and findings, and add those that are ticked to a theme."""
    partnership = partnership_for(request, slug, rules.may_make_sense)
    theme = get_object_or_404(queries.themes_of(partnership), pk=pk)
    search = StatementSearchForm(request.GET)
    search_text = search.cleaned_data["search"] if search.is_valid() else ""
    statements, findings = queries.statements_to_tag(theme, search_text), queries.findings_to_tag(theme)
    form = TagStatementsForm(
        request.POST or None, statements=statement_choices(statements), findings=text_choices(findings)
    )
    if form.is_valid():
        added = actions.tag_statements(
            theme=theme,
            statements=_ticked_rows(form, "statements", statements),
            findings=_ticked_rows(form, "findings", findings),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Added to the theme: %(number)s") % {"number": added})
        return redirect("insights:theme", slug, pk)
    context = {
        "partnership": partnership,
        "theme": theme,
        "form": form,
        "search_text": search_text,
        "search": search,
        "trail": theme_trail(partnership, theme),
    }
    return render(request, "insights/tag_statements.jinja", context)


def _ticked_rows(form: TagStatementsForm, name: str, rows: list) -> list:
    return [row for row in rows if str(row.pk) in form.cleaned_data.get(name, [])]


def remove_tag(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense)
    theme = get_object_or_404(queries.themes_of(partnership), pk=pk)
    if request.method == "POST":
        details = {"theme": theme, "by": request.user, "at": timezone.now()}
        if "finding" in request.POST:
            finding = _row_or_404(queries.findings_of_theme(theme), request.POST["finding"])
            actions.remove_finding_tag(finding=finding, **details)
        else:
            actions.remove_tag(
                statement=_row_or_404(queries.statements_of_theme(theme), request.POST.get("statement")),
                **details,
            )
    return redirect("insights:theme", slug, pk)


def _row_or_404(rows, pk: str | None):
    return get_or_404(next((row for row in rows if str(row.pk) == pk), None))


def add_insight(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense)
    themes = {str(theme.pk): theme for theme in queries.themes_of(partnership)}
    in_themes = (
        statements_heard(partnership).filter(taggings__isnull=False).distinct().order_by("at", "number")
    )
    statements = {str(statement.pk): statement for statement in in_themes[:200]}
    findings = {str(finding.pk): finding for finding in findings_in(partnership)}
    form = InsightForm(
        request.POST or None,
        themes=text_choices(themes.values(), "name"),
        statements=statement_choices(statements.values()),
        findings=text_choices(findings.values()),
    )
    if submit_form(
        form,
        lambda: actions.write_insight(
            partnership=partnership,
            text=form.pair("text"),
            themes=[themes[key] for key in form.cleaned_data.get("themes", [])],
            statements=[statements[key] for key in form.cleaned_data.get("statements", [])],
            findings=[findings[key] for key in form.cleaned_data.get("findings", [])],
            by=request.user,
            at=timezone.now(),
        ),
    ):
        return redirect("insights:home", slug)
    return render_form_page(
        request, form, _("Write an insight"), partnership=partnership, trail=insights_trail(partnership)
    )


def add_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense, Phase.DEFINE)
    insights = {str(insight.pk): insight for insight in queries.insights_of(partnership)}
    form = ChallengeForm(request.POST or None, insights=text_choices(insights.values()))
    if form.is_valid():
        chosen = [insights[key] for key in form.cleaned_data["insights"]]
        actions.propose_challenge(
            partnership=partnership,
            text=form.pair("text"),
            insights=chosen,
            by=request.user,
            at=timezone.now(),
        )
        return redirect("insights:home", slug)
    return render_form_page(
        request,
        form,
        _("Propose a challenge"),
        intro=_(
            "A partnership works on one to three challenges. Each one counts once both sides have agreed to it."
        ),
        partnership=partnership,
        trail=insights_trail(partnership),
    )


def add_outcome(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense, Phase.DEFINE)
    challenges = {str(state.subject.pk): state.subject for state in queries.challenges(partnership)}
    form = SharedOutcomeForm(request.POST or None, challenges=text_choices(challenges.values()))
    if form.is_valid():
        chosen = [challenges[key] for key in form.cleaned_data["challenges"]]
        actions.propose_outcome(
            partnership=partnership,
            text=form.pair("text"),
            challenges=chosen,
            by=request.user,
            at=timezone.now(),
        )
        return redirect("insights:home", slug)
    return render_form_page(
        request,
        form,
        _("Propose a shared outcome"),
        partnership=partnership,
        trail=insights_trail(partnership),
    )


def agree_challenge(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    challenge = get_or_404(queries.challenge_in(partnership, pk))
    require(rules.may_answer_for(request.user, partnership) is not None)
    if request.method == "POST":
        actions.agree_challenge(challenge=challenge, by=request.user, at=timezone.now())
    return redirect("insights:home", slug)


def agree_outcome(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug)
    outcome = get_or_404(queries.shared_outcome_in(partnership, pk))
    require(rules.may_answer_for(request.user, partnership) is not None)
    if request.method == "POST":
        actions.agree_outcome(outcome=outcome, by=request.user, at=timezone.now())
    return redirect("insights:home", slug)


@require_POST
def take_back(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense)
    subject = get_or_404(SUBJECTS[kind](partnership, pk))
    if try_action(request, lambda: actions.take_back(subject=subject, by=request.user, at=timezone.now())):
        messages.success(request, _("Taken back. It is kept below, under earlier wordings."))
    return redirect("insights:home", slug)


def propose_wording(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_make_sense)
    subject = get_or_404(SUBJECTS[kind](partnership, pk))
    form = WordingForm(request.POST or None, initial=pair_values(subject, "text"))
    details = {"subject": subject, "by": request.user, "at": timezone.now()}
    if submit_form(form, lambda: actions.propose_wording(text=form.pair("text"), **details)):
        return redirect("insights:home", slug)
    return render_form_page(
        request,
        form,
        _("Propose another wording"),
        intro=_(
            "The present wording stands until both sides have agreed to the new one. Then it is kept as an earlier one."
        ),
        partnership=partnership,
        trail=insights_trail(partnership),
    )
