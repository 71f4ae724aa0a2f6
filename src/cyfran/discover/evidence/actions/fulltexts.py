"""Getting hold of full texts, keeping what they say, and saying of each whether it is included."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event as note_event
from cyfran.core.files.models import Upload
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.actions.screening import is_arbiter
from cyfran.discover.evidence.models import (
    FullText,
    FullTextVote,
    Passage,
    Record,
    Retrieval,
    RetrievalState,
    ScreeningVerdict,
    Study,
)
from cyfran.discover.evidence.queries.fulltexts import full_text_votes_of, has_full_text
from cyfran.discover.evidence.queries.screening import abstract_votes_of, decide, people_of


@transaction.atomic
def note_retrieval(*, record: Record, state: str, note: str = "", by: User, at: datetime) -> Retrieval:
    """Say where the search for a full text stands."""
    _may(record, by)
    found = Retrieval.objects.create(record=record, state=state, note=note, at=at, by=by)
    note_event("full_text.sought", record, by=by, at=at, within=record.review.partnership_id, state=state)
    return found


@transaction.atomic
def keep_full_text(*, record: Record, upload: Upload, pages: list[str], by: User, at: datetime) -> FullText:
    """Keep the file of a full text with the words of its pages; it is there now."""
    _may(record, by)
    kept = FullText.objects.create(record=record, upload=upload, pages=pages, at=at, by=by)
    note_retrieval(record=record, state=RetrievalState.AVAILABLE, by=by, at=at)
    return kept


@transaction.atomic
def add_passage(
    *, full_text: FullText, page: int, text: str, note: str = "", by: User, at: datetime
) -> Passage:
    """Keep words of a page, to rest something on. They have to stand there, if the page has words at all."""
    record = full_text.record
    _may(record, by)
    require(1 <= page <= len(full_text.pages), "no_such_page")
    there = full_text.pages[page - 1]
    require(not there.strip() or _plain(text) in _plain(there), "passage_not_on_page")
    passage = Passage.objects.create(full_text=full_text, page=page, text=text, note=note, at=at, by=by)
    note_event("passage.kept", passage, by=by, at=at, within=record.review.partnership_id)
    return passage


def _plain(text: str) -> str:
    """Without regard to how lines were broken and hyphenated."""
    return "".join(text.replace("\u00ad", "").replace("-", "").split()).casefold()


@transaction.atomic
def screen_full_text(
    *, record: Record, verdict: str, reason: str = "", note: str = "", by: User, at: datetime
) -> FullTextVote:
    """Say of a record by its full text whether it is included: by as many people, and settled, as by title and abstract."""
    record = Record.objects.select_for_update(of=("self",)).select_related("review").get(pk=record.pk)
    _may(record, by)
    require(has_full_text(record), "full_text_not_there")
    require(verdict == ScreeningVerdict.EXCLUDE or not reason, "reason_only_to_exclude")
    require(verdict != ScreeningVerdict.EXCLUDE or bool(reason), "full_text_needs_reason")
    require(not Study.objects.filter(record=record).exists(), "study_there_already")
    arbiter = is_arbiter(full_text_votes_of(record), people_of(record.review), by)
    judgement = FullTextVote.objects.create(
        record=record, verdict=verdict, reason=reason, note=note, arbiter=arbiter, at=at, by=by
    )
    note_event("full_text.judged", record, by=by, at=at, within=record.review.partnership_id)
    return judgement


@transaction.atomic
def include_study(*, record: Record, by: User, at: datetime) -> Study:
    """Take a record that was included by its full text into the studies of its review."""
    review = record.review
    require(rules.may_review(by, review.partnership))
    said = list(full_text_votes_of(record))
    now = decide(record.pk, said, people_of(review)) if said else None
    require(bool(now and now.final), "record_not_included")
    require(not Study.objects.filter(record=record).exists(), "study_there_already")
    told = {name: getattr(record, name) for name in ("title", "authors", "year", "source", "doi")}
    study = Study.objects.create(review=review, record=record, **told, at=at, by=by)
    note_event("study.added", study, by=by, at=at, within=review.partnership_id)
    return study


def _may(record: Record, by: User) -> None:
    """Full texts are sought of what was included by title and abstract."""
    require(rules.may_review(by, record.review.partnership))
    said = list(abstract_votes_of(record))
    now = decide(record.pk, said, people_of(record.review)) if said else None
    require(bool(now and now.final), "record_not_included_yet")
