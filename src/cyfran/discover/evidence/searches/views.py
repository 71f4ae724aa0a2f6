"""Searches and their files, and duplicates among their records."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.discover.evidence.searches import actions, pages, queries
from cyfran.discover.evidence.searches.forms import LiteratureSearchForm
from cyfran.discover.evidence.searches.tasks import read_search
from cyfran.ui.forms import get_or_404, try_action

MAX_SHOWN = 20


def list_(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    context = {
        "partnership": partnership,
        "review": review,
        "searches": queries.searches_of(review),
        "numbers": queries.record_counts(review),
        "undecided_duplicates": queries.undecided_duplicates(review).count(),
        "may_review": rules.may_review(request.user, partnership),
        "trail": review_trail(partnership, review),
    }
    return render(request, "searches/list.jinja", context)


def add(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Save a search with its file, which is imported in the background, and go to the report of the import."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = (
        LiteratureSearchForm(request.POST, request.FILES)
        if request.method == "POST"
        else LiteratureSearchForm()
    )
    if form.is_valid():
        search = _start_import(review, dict(form.cleaned_data), request.user)
        return redirect("searches:detail", slug, pk, search.pk)
    context = {
        "partnership": partnership,
        "form": form,
        "title": _("Add a search and its records"),
        "intro": "",
        "trail": pages.searches_trail(partnership, review),
    }
    return render(request, "layouts/one_form.jinja", context, status=422 if form.errors else 200)


def _start_import(review, cleaned: dict, user):
    now = timezone.now()
    upload = keep_upload(file=cleaned.pop("file"), purpose="references", by=user, at=now)
    import_job = start_import(
        uploads=[upload], purpose="references", within=review.partnership_id, by=user, at=now
    )
    search = actions.record_search(review=review, import_job=import_job, by=user, at=now, **cleaned)
    read_search.enqueue(str(import_job.pk))
    return search


def detail(request: HttpRequest, slug: str, pk, search_pk) -> HttpResponse:
    """Show the report of the import: what was read, what was skipped and why; until it is done, the page reloads itself."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    literature_search = get_or_404(queries.searches_of(review).filter(pk=search_pk).first())
    context = {
        "partnership": partnership,
        "review": review,
        "search": literature_search,
        "report": report_of(literature_search.import_job),
        "upload": literature_search.import_job.uploads.get(),
        "undecided_duplicates": queries.undecided_duplicates(review).count(),
        "trail": pages.searches_trail(partnership, review),
    }
    return render(request, "searches/detail.jinja", context)


@require_POST
def withdraw(request: HttpRequest, slug: str, pk, search_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    literature_search = get_object_or_404(queries.search_in(review, search_pk))
    if try_action(
        request, lambda: actions.withdraw_search(search=literature_search, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The records of this search have been removed."))
    return redirect("searches:list", slug, pk)


def duplicates(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the next pair to decide, side by side, and the newest decisions."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    undecided = list(queries.undecided_duplicates(review)[: MAX_SHOWN + 1])
    decided = queries.decided_duplicates(review)
    context = {
        "partnership": partnership,
        "review": review,
        "pairs": [(pair, pages.side_by_side(pair)) for pair in undecided[:1]],
        "remaining": max(0, queries.undecided_duplicates(review).count() - 1),
        "decided": decided[:MAX_SHOWN],
        "decided_count": decided.count(),
        "trail": pages.searches_trail(partnership, review),
    }
    return render(request, "searches/duplicates.jinja", context)


@require_POST
def settle_duplicate(request: HttpRequest, slug: str, pk, pair_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    pair = get_object_or_404(queries.candidate_duplicate_in(review, pair_pk))
    same = request.POST.get("same") == "yes"
    actions.settle_duplicate(pair=pair, same=same, by=request.user, at=timezone.now())
    notice = _("Both records now count as one.") if same else _("Both records now count separately.")
    messages.success(request, notice)
    return redirect("searches:duplicates", slug, pk)
