from django.core.files.uploadedfile import SimpleUploadedFile

from cyfran.core.files.actions import keep_upload
from cyfran.core.pdfs import texts_of
from cyfran.demo.papers import paper
from cyfran.discover.evidence.fulltexts import actions
from tests.examples.reviews import review_path

REVIEWERS = {"facilitator", "officer", "evaluator"}
PRESSED = {"fulltexts:add_passage": REVIEWERS, "fulltexts:withdraw_passage": REVIEWERS}


def addresses(universe, now):
    """A study with the file of its full text."""
    review, content = universe.partnership.reviews.get(), paper(["Words"])
    record = review.studies.filter(effects__isnull=False, record__isnull=False).first().record
    recorded = {"by": universe.users["officer"], "at": now}
    upload = keep_upload(file=SimpleUploadedFile("a.pdf", content), purpose="full_text", **recorded)
    full_text = actions.keep_full_text(record=record, upload=upload, pages=texts_of(content), **recorded)
    passage = actions.add_passage(full_text=full_text, page=1, text="Words", **recorded)
    of_record = {"slug": universe.partnership.slug, "pk": review.pk, "record_pk": record.pk}
    return {"fulltexts": of_record | {"number": 1, "passage_pk": passage.pk}}


def lists(universe):
    return [f"{review_path(universe)}full-texts/"]


def add_rows(universe, rows, names, by_officer):
    included = rows["records"][0]
    actions.note_retrieval(record=included, state="available", **by_officer)
    actions.screen_full_text(record=included, verdict="include", **by_officer)
