"""What a review comes to, for those who want to use it, check it or report it."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from cyfran.discover.evidence import analysis, exchange, pages, queries, rules
from cyfran.discover.evidence.views.access import review_for


def evidence_map(request: HttpRequest, slug: str, pk) -> HttpResponse:
    partnership, review = review_for(request, slug, pk)
    outcomes, answered = list(queries.outcomes_of(review)), queries.extraction_of_review(review)
    context = {
        "partnership": partnership,
        "review": review,
        "outcomes": outcomes,
        "lanes": pages.map_of(outcomes, queries.effects_of(review), answered, queries.findings_of(review)),
        "unsaid": sum(not queries.facts_of(one) for one in answered.values()),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/evidence_map.jinja", context)


def report(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """How it was done, in sentences, and the list of studies."""
    partnership, review = review_for(request, slug, pk)
    flow, protocol, searches = (
        queries.flow_of(review),
        queries.protocol_of(review),
        list(queries.searches_done(review).order_by("at")),
    )
    context = {
        "partnership": partnership,
        "review": review,
        "sentences": pages.methods_of(
            flow, protocol, searches, queries.reading_of(review), queries.screening_stops(review)
        ),
        "references": pages.references_of(queries.studies_of(review)),
        "may_review": rules.may_review(request.user, partnership),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/report.jinja", context)


def archive_file(request: HttpRequest, slug: str, pk) -> FileResponse:
    """Everything the results rest on, as one file."""
    _partnership, review = review_for(request, slug, pk, rules.may_review)
    judged = ("stage", "record_id", "person", "verdict", "reason", "arbiter", "at", "note")
    searched = ("source", "method", "searched_on", "query", "hits")
    texts = {
        "records.csv": exchange.records_csv(queries.rows_of_records(review)),
        "included.ris": [exchange.references_ris(queries.included_in(review))],
        "flow.csv": [exchange.flow_csv(pages.flow_rows(queries.flow_of(review)))],
        "searches.csv": [exchange.rows_csv(searched, queries.search_rows(review))],
        "protocol.json": [exchange.plain_json(queries.protocol_values(review))],
        "abstract_votes.csv": [exchange.rows_csv(judged, queries.judgement_rows(review))],
        "sheets.json": [exchange.plain_json(queries.sheet_values(review))],
        "passages.json": [exchange.plain_json(queries.passage_values(review))],
        "effects.json": [exchange.plain_json(queries.effect_values(review))],
        "findings.json": [exchange.plain_json(queries.finding_values(review))],
    }
    for place, outcome in enumerate(queries.outcomes_of(review), start=1):
        summary = analysis.summarise(outcome, queries.effects_of(review, outcome=outcome), {})
        texts[f"effects-{place}.csv"] = [exchange.effects_csv(summary.points)]
    headers = {"Cache-Control": "no-store"}
    return FileResponse(exchange.archive(texts), as_attachment=True, filename="review.zip", headers=headers)
