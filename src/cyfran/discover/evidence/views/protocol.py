"""What a review set out to find."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyfran.discover.evidence import actions, pages, queries, rules
from cyfran.discover.evidence.forms import ProtocolForm
from cyfran.discover.evidence.models import QuestionFramework
from cyfran.discover.evidence.views.access import review_for
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def protocol(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The version that counts, and what earlier ones said."""
    partnership, review = review_for(request, slug, pk)
    versions = list(queries.protocols_of(review))
    context = {
        "partnership": partnership,
        "review": review,
        "protocol": versions[0] if versions else None,
        "first": versions[-1] if versions else None,
        "parts": pages.parts_of(versions[0]) if versions else [],
        "changes": pages.changes(versions, queries.reading_began(review)),
        "frameworks": QuestionFramework.choices,
        "may_review": rules.may_review(request.user, partnership),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "evidence/protocol.jinja", context)


def write_protocol(request: HttpRequest, slug: str, pk, framework: str) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    get_or_404(framework if framework in QuestionFramework.values else None)
    form = ProtocolForm(request.POST or None, framework=framework, initial=_as_it_is(review))
    if submit_form(
        form,
        lambda: actions.write_protocol(
            review=review, framework=framework, by=request.user, at=timezone.now(), **form.written()
        ),
        "why",
    ):
        return redirect("evidence:protocol", slug, pk)
    trail = pages.review_trail(partnership, review)
    return render_form_page(request, form, _("Write the protocol"), partnership=partnership, trail=trail)


def _as_it_is(review) -> dict:
    newest = queries.protocol_of(review)
    if newest is None:
        return {"language": "cy" if get_language() == "cy" else "en"}
    told = {name: getattr(newest, name) for name in ("language", "include", "exclude", "plan", "registered")}
    return told | newest.elements
