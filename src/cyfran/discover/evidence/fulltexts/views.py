"""Full texts: retrieval, reading page by page, passages and votes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.errors import ActionError
from cyfran.core.files.actions import keep_upload
from cyfran.core.pdfs import picture_of, texts_of
from cyfran.discover.evidence.fulltexts import actions, pages, queries
from cyfran.discover.evidence.fulltexts.forms import FullTextForm, PassageForm, RetrievalForm
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.pages import protocol_parts, review_trail
from cyfran.discover.evidence.reviews.queries import protocol_of
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.discover.evidence.screening.forms import ScreeningVoteForm
from cyfran.discover.evidence.screening.queries import reviewers_per_record
from cyfran.discover.evidence.searches.queries import record_in
from cyfran.ui.downloads import download
from cyfran.ui.forms import get_or_404, render_form_page, submit_form, try_action
from cyfran.ui.messages import sentence


def list_(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """List every included record, what is to be done first at the top."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    context = {
        "partnership": partnership,
        "review": review,
        "rows": pages.full_text_rows(queries.sought_full_texts(review)),
        "trail": review_trail(partnership, review),
    }
    return render(request, "fulltexts/list.jinja", context)


def record_for(request: HttpRequest, slug: str, pk, record_pk):
    """Return partnership, review and record, for reviewers."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    return partnership, review, get_object_or_404(record_in(review, record_pk))


def detail(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Show a record with its full text page by page, and save this reviewer's vote on it."""
    partnership, review, record = record_for(request, slug, pk, record_pk)
    form = ScreeningVoteForm(request.POST if request.method == "POST" else None, in_full=True)
    if submit_form(form, lambda: _save_vote(record, form, request.user), "reason"):
        return redirect("fulltexts:list", slug, pk)
    return _render_full_text(request, partnership, review, record, form)


def _save_vote(record, form, user) -> None:
    actions.screen_full_text(record=record, by=user, at=timezone.now(), **form.cleaned_data)


def _render_full_text(
    request: HttpRequest, partnership, review, record, form, passage_form=None
) -> HttpResponse:
    document, protocol = queries.full_text_of(record), protocol_of(review)
    page = pages.requested_page(request.GET.get("page"), len(document.pages)) if document else 0
    context = {
        "partnership": partnership,
        "review": review,
        "record": record,
        "document": document,
        "page": page,
        "passages": queries.passages_of(record),
        "retrieval": queries.retrievals_of(record).first(),
        "standing": pages.standing_of(
            queries.full_text_votes_of(record), reviewers_per_record(review), request.user.pk
        ),
        "criteria": protocol_parts(protocol) if protocol else [],
        "form": form,
        "passage_form": passage_form or PassageForm(initial={"page": page}),
        "trail": pages.full_texts_trail(partnership, review),
    }
    has_errors = form.errors or (passage_form and passage_form.errors)
    return render(request, "fulltexts/detail.jinja", context, status=422 if has_errors else 200)


def retrieval(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    partnership, review, record = record_for(request, slug, pk, record_pk)
    form = RetrievalForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.note_retrieval(
            record=record, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "state",
    ):
        return redirect("fulltexts:detail", slug, pk, record_pk)
    trail = pages.full_texts_trail(partnership, review)
    title = _("Is the full text available?")
    return render_form_page(request, form, title, partnership=partnership, trail=trail, intro=record.title)


def add(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Store a PDF as the full text. It is opened in a process of its own; a file that cannot be read is not kept."""
    partnership, review, record = record_for(request, slug, pk, record_pk)
    form = FullTextForm(request.POST, request.FILES) if request.method == "POST" else FullTextForm()
    if submit_form(form, lambda: _save_full_text(record, form.cleaned_data["file"], request.user), "file"):
        return redirect("fulltexts:detail", slug, pk, record_pk)
    trail = pages.full_texts_trail(partnership, review)
    return render_form_page(
        request, form, _("Add the full text"), partnership=partnership, trail=trail, intro=record.title
    )


def _save_full_text(record, file, user) -> None:
    texts = texts_of(file.read())
    file.seek(0)
    recorded = {"by": user, "at": timezone.now()}
    upload = keep_upload(file=file, purpose="full_text", **recorded)
    actions.keep_full_text(record=record, upload=upload, pages=texts, **recorded)


def add_passage(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Save a passage. With errors the page of the full text is shown at this address, so a GET goes back to it."""
    partnership, review, record = record_for(request, slug, pk, record_pk)
    if request.method != "POST":
        return redirect("fulltexts:detail", slug, pk, record_pk)
    document = get_or_404(queries.full_text_of(record))
    form = PassageForm(request.POST)
    if submit_form(
        form,
        lambda: actions.add_passage(
            full_text=document, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "text",
    ):
        messages.success(request, _("The passage has been saved."))
        page = form.cleaned_data["page"]
        return redirect(f"{pages.full_text_url(partnership, review, record)}?page={page}#passages")
    return _render_full_text(
        request, partnership, review, record, ScreeningVoteForm(in_full=True), passage_form=form
    )


@require_POST
def withdraw_passage(request: HttpRequest, slug: str, pk, record_pk, passage_pk) -> HttpResponse:
    partnership, review, record = record_for(request, slug, pk, record_pk)
    passage = get_object_or_404(queries.passages_of(record), pk=passage_pk)
    if try_action(
        request, lambda: actions.withdraw_passage(passage=passage, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The passage is no longer offered as a source."))
    return redirect(f"{pages.full_text_url(partnership, review, record)}?page={passage.page}#passages")


def page_picture(request: HttpRequest, slug: str, pk, record_pk, number: int) -> HttpResponse:
    """Return a page as a picture: the file itself is never shown in the browser."""
    _partnership, _review, record = record_for(request, slug, pk, record_pk)
    document = get_or_404(queries.full_text_of(record))
    get_or_404(number if 1 <= number <= len(document.pages) else None)
    try:
        picture = picture_of(queries.content_of(document.upload), number)
    except ActionError as error:
        return HttpResponse(sentence(error, _), status=422, content_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def file(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Download the file as it was uploaded."""
    _partnership, _review, record = record_for(request, slug, pk, record_pk)
    document = get_or_404(queries.full_text_of(record))
    return download(queries.content_of(document.upload), "full-text.pdf")
