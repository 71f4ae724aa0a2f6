"""Searches and their files, duplicates among their records, and the flow diagram."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence import actions, pages, queries, rules
from cyfran.discover.evidence.exchange import flow_csv, records_csv, references_ris
from cyfran.discover.evidence.forms import LiteratureSearchForm
from cyfran.discover.evidence.tasks import read_search
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.downloads import download
from cyfran.ui.forms import get_or_404, try_action

MAX_SHOWN = 20


def searches(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    context = {
        "partnership": partnership,
        "review": review,
        "searches": queries.searches_of(review),
        "numbers": queries.record_counts(review),
        "undecided_duplicates": queries.undecided_duplicates(review).count(),
        "may_review": rules.may_review(request.user, partnership),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/searches.jinja", context)


def add_search(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Save a search with its file, which is imported in the background, and go to the report of the import."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    form = (
        LiteratureSearchForm(request.POST, request.FILES)
        if request.method == "POST"
        else LiteratureSearchForm()
    )
    if form.is_valid():
        search = _start_import(review, dict(form.cleaned_data), request.user)
        return redirect("evidence:search", slug, pk, search.pk)
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


def search(request: HttpRequest, slug: str, pk, search_pk) -> HttpResponse:
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
    return render(request, "evidence/search.jinja", context)


@require_POST
def withdraw_search(request: HttpRequest, slug: str, pk, search_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    literature_search = get_object_or_404(queries.search_in(review, search_pk))
    if try_action(
        request, lambda: actions.withdraw_search(search=literature_search, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The records of this search have been removed."))
    return redirect("evidence:searches", slug, pk)


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
    return render(request, "evidence/duplicates.jinja", context)


@require_POST
def settle_duplicate(request: HttpRequest, slug: str, pk, pair_pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    pair = get_object_or_404(queries.candidate_duplicate_in(review, pair_pk))
    same = request.POST.get("same") == "yes"
    actions.settle_duplicate(pair=pair, same=same, by=request.user, at=timezone.now())
    notice = _("Both records now count as one.") if same else _("Both records now count separately.")
    messages.success(request, notice)
    return redirect("evidence:duplicates", slug, pk)


def flow(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    flow_counts = queries.flow_of(review)
    context = {
        "partnership": partnership,
        "review": review,
        "flow": flow_counts,
        "rows": pages.flow_table(flow_counts),
        "picture": pages.flow_diagram(flow_counts),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/flow.jinja", context)


def flow_file(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk)
    text = flow_csv(pages.flow_rows(queries.flow_of(review)))
    return download(text, "flow.csv")


def records_file(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Download every record with its search, the record it duplicates and the decision on it."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    return download(records_csv(queries.rows_of_records(review)), "records.csv")


def included_file(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Download the included records for a reference manager."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    return download(references_ris(queries.included_in(review)), "included.ris")
