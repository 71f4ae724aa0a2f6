"""Actions on full texts: retrieval, storing files and passages, and votes."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import is_referred_to
from cyfran.core.files.models import Upload
from cyfran.discover.evidence.fulltexts.models import (
    FullText,
    FullTextVote,
    Passage,
    PassageWithdrawal,
    Retrieval,
    RetrievalState,
)
from cyfran.discover.evidence.fulltexts.queries import full_text_votes_of, has_full_text, is_cited
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.screening.actions import is_arbiter
from cyfran.discover.evidence.screening.models import ScreeningVerdict
from cyfran.discover.evidence.screening.queries import abstract_votes_of, reviewers_per_record
from cyfran.discover.evidence.screening.rules import decide
from cyfran.discover.evidence.searches.models import Record
from cyfran.discover.evidence.searches.queries import is_study


@transaction.atomic
def note_retrieval(*, record: Record, state: str, note: str = "", by: User, at: datetime) -> Retrieval:
    """Save the state of the retrieval of a full text."""
    _require_included(record, by)
    retrieval = Retrieval.objects.create(record=record, state=state, note=note, at=at, by=by)
    log_event(
        "full_text.retrieval_noted", record, by=by, at=at, within=record.review.partnership_id, state=state
    )
    return retrieval


@transaction.atomic
def keep_full_text(*, record: Record, upload: Upload, pages: list[str], by: User, at: datetime) -> FullText:
    """Store the file of a full text with the text of its pages, and note that it is available."""
    _require_included(record, by)
    full_text = FullText.objects.create(record=record, upload=upload, pages=pages, at=at, by=by)
    note_retrieval(record=record, state=RetrievalState.AVAILABLE, by=by, at=at)
    return full_text


@transaction.atomic
def add_passage(
    *, full_text: FullText, page: int, text: str, note: str = "", by: User, at: datetime
) -> Passage:
    """Keep a passage of a page as a source. It has to be on that page, unless the page has no text (a scan)."""
    record = full_text.record
    _require_included(record, by)
    require(1 <= page <= len(full_text.pages), "no_such_page")
    page_text = full_text.pages[page - 1]
    require(not page_text.strip() or _plain(text) in _plain(page_text), "passage_not_on_page")
    passage = Passage.objects.create(full_text=full_text, page=page, text=text, note=note, at=at, by=by)
    log_event("passage.kept", passage, by=by, at=at, within=record.review.partnership_id)
    return passage


@transaction.atomic
def withdraw_passage(*, passage: Passage, by: User, at: datetime) -> None:
    """Take back a passage that is no source of an answer, an effect or a finding yet."""
    review = passage.full_text.record.review
    require(rules.may_review(by, review.partnership))
    require(not is_referred_to(passage) and not is_cited(passage), "passage_is_a_source")
    PassageWithdrawal.objects.create(passage=passage, at=at, by=by)
    log_event("passage.withdrawn", passage, by=by, at=at, within=review.partnership_id)


def _plain(text: str) -> str:
    """Return a text without spaces, hyphens and capitals, so that line breaks make no difference."""
    return "".join(text.replace("\u00ad", "").replace("-", "").split()).casefold()


@transaction.atomic
def screen_full_text(
    *, record: Record, verdict: str, reason: str = "", note: str = "", by: User, at: datetime
) -> FullTextVote:
    """Save a reviewer's vote on a record by its full text; as many reviewers are needed as by title and abstract."""
    record = Record.objects.select_for_update(of=("self",)).select_related("review").get(pk=record.pk)
    _require_included(record, by)
    require(has_full_text(record), "full_text_not_there")
    require(verdict == ScreeningVerdict.EXCLUDE or not reason, "reason_only_to_exclude")
    require(verdict != ScreeningVerdict.EXCLUDE or bool(reason), "full_text_needs_reason")
    require(not is_study(record), "study_there_already")
    arbiter = is_arbiter(full_text_votes_of(record), reviewers_per_record(record.review), by)
    vote = FullTextVote.objects.create(
        record=record, verdict=verdict, reason=reason, note=note, arbiter=arbiter, at=at, by=by
    )
    log_event("full_text.screened", record, by=by, at=at, within=record.review.partnership_id)
    return vote


def _require_included(record: Record, by: User) -> None:
    """Refuse anyone but reviewers, and records that were not included by title and abstract."""
    require(rules.may_review(by, record.review.partnership))
    votes = list(abstract_votes_of(record))
    decision = decide(record.pk, votes, reviewers_per_record(record.review)) if votes else None
    require(bool(decision and decision.final), "record_not_included_yet")
