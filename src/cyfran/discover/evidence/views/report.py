"""The evidence map, the methods report and the archive of a review."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from cyfran.discover.evidence import analysis, exchange, pages, queries, rules
from cyfran.discover.evidence.models import Review
from cyfran.discover.evidence.views.access import review_for


def evidence_map(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    outcomes, progress_by_study = list(queries.outcomes_of(review)), queries.extraction_of_review(review)
    context = {
        "partnership": partnership,
        "review": review,
        "outcomes": outcomes,
        "lanes": pages.map_lanes(
            outcomes, queries.effects_of(review), progress_by_study, queries.findings_of(review)
        ),
        "studies_without_facts": sum(
            not queries.facts_of(progress) for progress in progress_by_study.values()
        ),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/evidence_map.jinja", context)


def report(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the methods in sentences, and the list of references."""
    partnership, review = review_for(request, slug, pk)
    flow, protocol, searches = (
        queries.flow_of(review),
        queries.protocol_of(review),
        list(queries.searches_done(review).order_by("at")),
    )
    context = {
        "partnership": partnership,
        "review": review,
        "sentences": pages.methods_sentences(
            flow,
            protocol,
            searches,
            queries.screening_progress(review),
            queries.screening_stops(review),
            _summaries(review),
        ),
        "references": pages.reference_list(queries.studies_of(review)),
        "may_review": rules.may_review(request.user, partnership),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/report.jinja", context)


def _summaries(review: Review) -> list[analysis.Summary]:
    """Return the synthesis of every outcome; the effects of all of them are read at once."""
    effects = queries.effects_of(review)
    return [
        analysis.summarise(outcome, [effect for effect in effects if effect.outcome == outcome], {})
        for outcome in queries.outcomes_of(review)
    ]


def archive_file(request: HttpRequest, slug: str, pk) -> FileResponse:
    """Download everything that the results rest on as one ZIP file."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    vote_columns = ("stage", "record_id", "person", "verdict", "reason", "arbiter", "at", "note")
    search_columns = ("source", "method", "searched_on", "query", "hits")
    files = {
        "records.csv": exchange.records_csv(queries.rows_of_records(review)),
        "included.ris": [exchange.references_ris(queries.included_in(review))],
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
        files[f"effects-{place}.csv"] = [exchange.effects_csv(summary.points)]
    headers = {"Cache-Control": "no-store"}
    return FileResponse(exchange.archive(files), as_attachment=True, filename="review.zip", headers=headers)
