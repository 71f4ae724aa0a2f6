"""The page of a review, its flow diagram, evidence map and report, and its files."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from cyfran.core.references import references_ris
from cyfran.discover.evidence.extraction.queries import (
    effects_of,
    extraction_of_review,
    facts_of,
    outcomes_of,
    studies_of,
)
from cyfran.discover.evidence.reporting import exchange, pages, queries
from cyfran.discover.evidence.reporting.exchange import flow_csv, records_csv
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.reviews.pages import review_trail, reviews_trail
from cyfran.discover.evidence.reviews.queries import protocol_of
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.discover.evidence.screening.queries import (
    included_in,
    rows_of_records,
    screening_progress,
    screening_stops,
)
from cyfran.discover.evidence.searches.queries import searches_done
from cyfran.discover.evidence.synthesis.analysis import Summary, summarise
from cyfran.discover.evidence.synthesis.exchange import effects_csv
from cyfran.discover.evidence.synthesis.pages import concern_names
from cyfran.discover.evidence.synthesis.queries import findings_of
from cyfran.ui.downloads import download


def overview(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    context = {
        "partnership": partnership,
        "review": review,
        "findings": findings_of(review),
        "studies": studies_of(review),
        "outcomes": outcomes_of(review),
        "concern_names": concern_names,
        "may_review": rules.may_review(request.user, partnership),
        "trail": reviews_trail(partnership),
    }
    return render(request, "reporting/overview.jinja", context)


def flow(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    flow_counts = queries.flow_of(review)
    context = {
        "partnership": partnership,
        "review": review,
        "flow": flow_counts,
        "rows": pages.flow_table(flow_counts),
        "picture": pages.flow_diagram(flow_counts),
        "trail": review_trail(partnership, review),
    }
    return render(request, "reporting/flow.jinja", context)


def flow_file(request: HttpRequest, slug: str, pk) -> HttpResponse:
    _partnership, review = review_for(request, slug, pk)
    text = flow_csv(pages.flow_rows(queries.flow_of(review)))
    return download(text, "flow.csv")


def records_file(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Download every record with its search, the record it duplicates and the decision on it."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    return download(records_csv(rows_of_records(review)), "records.csv")


def included_file(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Download the included records for a reference manager."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    return download(references_ris(included_in(review)), "included.ris")


def evidence_map(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    outcomes, progress_by_study = list(outcomes_of(review)), extraction_of_review(review)
    context = {
        "partnership": partnership,
        "review": review,
        "outcomes": outcomes,
        "lanes": pages.map_lanes(outcomes, effects_of(review), progress_by_study, findings_of(review)),
        "studies_without_facts": sum(not facts_of(progress) for progress in progress_by_study.values()),
        "trail": review_trail(partnership, review),
    }
    return render(request, "reporting/evidence_map.jinja", context)


def report(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the methods in sentences, and the list of references."""
    partnership, review = review_for(request, slug, pk)
    flow, protocol, searches = (
        queries.flow_of(review),
        protocol_of(review),
        list(searches_done(review).order_by("at")),
    )
    context = {
        "partnership": partnership,
        "review": review,
        "sentences": pages.methods_sentences(
            flow,
            protocol,
            searches,
            screening_progress(review),
            screening_stops(review),
            _summaries(review),
        ),
        "references": pages.reference_list(studies_of(review)),
        "may_review": rules.may_review(request.user, partnership),
        "trail": review_trail(partnership, review),
    }
    return render(request, "reporting/report.jinja", context)


def _summaries(review: Review) -> list[Summary]:
    """Return the synthesis of every outcome; the effects of all of them are read at once."""
    effects = effects_of(review)
    return [
        summarise(outcome, [effect for effect in effects if effect.outcome == outcome], {})
        for outcome in outcomes_of(review)
    ]


def archive_file(request: HttpRequest, slug: str, pk) -> FileResponse:
    """Download everything that the results rest on as one ZIP file."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    vote_columns = ("stage", "record_id", "person", "verdict", "reason", "arbiter", "at", "note")
    search_columns = ("source", "method", "searched_on", "query", "hits")
    files = {
        "records.csv": exchange.records_csv(rows_of_records(review)),
        "included.ris": [references_ris(included_in(review))],
        "flow.csv": [exchange.flow_csv(pages.flow_rows(queries.flow_of(review)))],
        "searches.csv": [exchange.rows_csv(search_columns, queries.search_rows(review))],
        "protocol.json": [exchange.plain_json(queries.protocol_values(review))],
        "screening_votes.csv": [exchange.rows_csv(vote_columns, queries.vote_rows(review))],
        "extraction.json": [exchange.plain_json(queries.sheet_values(review))],
        "passages.json": [exchange.plain_json(queries.passage_values(review))],
        "effects.json": [exchange.plain_json(queries.effect_values(review))],
        "findings.json": [exchange.plain_json(queries.finding_values(review))],
    }
    for place, summary in enumerate(_summaries(review), start=1):
        files[f"effects-{place}.csv"] = [effects_csv(summary.points)]
    headers = {"Cache-Control": "no-store"}
    return FileResponse(exchange.archive(files), as_attachment=True, filename="review.zip", headers=headers)
