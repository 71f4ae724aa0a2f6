"""Full texts: getting hold of them, reading them page by page, and saying whether they are included."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.errors import ActionError
from cyfran.core.files.actions import keep_upload
from cyfran.core.pdfs import picture_of, texts_of
from cyfran.discover.evidence import actions, pages, queries, rules
from cyfran.discover.evidence.forms import FullTextForm, PassageForm, RetrievalForm, ScreeningVoteForm
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.downloads import download
from cyfran.ui.forms import get_or_404, render_form_page, submit_form
from cyfran.ui.messages import sentence


def full_texts(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Every included record, what is to be done first at the top."""
    partnership, review = review_for(request, slug, pk, rules.may_review)
    context = {
        "partnership": partnership,
        "review": review,
        "lines": pages.lines_of(queries.sought_in(review)),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/full_texts.jinja", context)


def _door(request: HttpRequest, slug: str, pk, record_pk):
    partnership, review = review_for(request, slug, pk, rules.may_review)
    return partnership, review, get_object_or_404(queries.record_in(review, record_pk))


def full_text(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """A record, its full text page by page, and what this person says of it."""
    partnership, review, record = _door(request, slug, pk, record_pk)
    form = ScreeningVoteForm(request.POST if request.method == "POST" else None, in_full=True)
    if submit_form(form, lambda: _screen(record, form, request.user), "reason"):
        return redirect("evidence:full_texts", slug, pk)
    return _show(request, partnership, review, record, form)


def _screen(record, form, user) -> None:
    actions.screen_full_text(record=record, by=user, at=timezone.now(), **form.cleaned_data)


def _show(request: HttpRequest, partnership, review, record, form, passage=None) -> HttpResponse:
    text, protocol = queries.full_text_of(record), queries.protocol_of(review)
    place = pages.page_asked(request.GET.get("page"), len(text.pages)) if text else 0
    context = {
        "partnership": partnership,
        "review": review,
        "record": record,
        "file": text,
        "page": place,
        "passages": queries.passages_of(record),
        "retrieval": queries.retrievals_of(record).first(),
        "standing": pages.standing_of(
            queries.full_text_votes_of(record), queries.people_of(review), request.user.pk
        ),
        "criteria": pages.parts_of(protocol) if protocol else [],
        "form": form,
        "passage": passage or PassageForm(initial={"page": place}),
        "trail": pages.full_texts_trail(partnership, review),
    }
    wrong = form.errors or (passage and passage.errors)
    return render(request, "evidence/full_text.jinja", context, status=422 if wrong else 200)


def retrieval(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    partnership, review, record = _door(request, slug, pk, record_pk)
    form = RetrievalForm(request.POST or None)
    if submit_form(
        form,
        lambda: actions.note_retrieval(
            record=record, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "state",
    ):
        return redirect("evidence:full_text", slug, pk, record_pk)
    trail = pages.full_texts_trail(partnership, review)
    title = _("Where is the full text?")
    return render_form_page(request, form, title, partnership=partnership, trail=trail, intro=record.title)


def add_full_text(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Take a PDF. It is opened in a process of its own; what cannot be read is not kept."""
    partnership, review, record = _door(request, slug, pk, record_pk)
    form = FullTextForm(request.POST, request.FILES) if request.method == "POST" else FullTextForm()
    if submit_form(form, lambda: _keep(record, form.cleaned_data["file"], request.user), "file"):
        return redirect("evidence:full_text", slug, pk, record_pk)
    trail = pages.full_texts_trail(partnership, review)
    return render_form_page(
        request, form, _("Add the full text"), partnership=partnership, trail=trail, intro=record.title
    )


def _keep(record, file, user) -> None:
    texts = texts_of(file.read())
    file.seek(0)
    told = {"by": user, "at": timezone.now()}
    upload = keep_upload(file=file, purpose="full_text", **told)
    actions.keep_full_text(record=record, upload=upload, pages=texts, **told)


def add_passage(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """Where what was typed has to be mended, the page stands at this address: asked for again, it is the full text."""
    partnership, review, record = _door(request, slug, pk, record_pk)
    if request.method != "POST":
        return redirect("evidence:full_text", slug, pk, record_pk)
    text = get_or_404(queries.full_text_of(record))
    form = PassageForm(request.POST)
    if submit_form(
        form,
        lambda: actions.add_passage(full_text=text, by=request.user, at=timezone.now(), **form.cleaned_data),
        "text",
    ):
        messages.success(request, _("The passage is kept."))
        page = form.cleaned_data["page"]
        return redirect(f"{pages.address_of(partnership, review, record)}?page={page}#passages")
    return _show(request, partnership, review, record, ScreeningVoteForm(in_full=True), passage=form)


def page_picture(request: HttpRequest, slug: str, pk, record_pk, number: int) -> HttpResponse:
    """A page as a picture: the file itself is never shown by a browser."""
    _partnership, _review, record = _door(request, slug, pk, record_pk)
    text = get_or_404(queries.full_text_of(record))
    get_or_404(number if 1 <= number <= len(text.pages) else None)
    try:
        picture = picture_of(queries.content_of(text.upload), number)
    except ActionError as error:
        return HttpResponse(sentence(error, _), status=422, content_type="text/plain; charset=utf-8")
    headers = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def full_text_file(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    """The file as it came, to be kept and opened elsewhere."""
    _partnership, _review, record = _door(request, slug, pk, record_pk)
    text = get_or_404(queries.full_text_of(record))
    return download(queries.content_of(text.upload), "full-text.pdf")


@require_POST
def include_study(request: HttpRequest, slug: str, pk, record_pk) -> HttpResponse:
    _partnership, _review, record = _door(request, slug, pk, record_pk)
    try:
        study = actions.include_study(record=record, by=request.user, at=timezone.now())
    except ActionError as error:
        messages.error(request, sentence(error, _))
        return redirect("evidence:full_texts", slug, pk)
    messages.success(request, _("The study is added. Say what was done in it, and what it tells."))
    return redirect("evidence:study", slug, pk, study.pk)
