"""The protocol of a review."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cyfran.discover.evidence.reviews import actions, pages, queries, rules
from cyfran.discover.evidence.reviews.forms import ProtocolForm
from cyfran.discover.evidence.reviews.models import QuestionFramework
from cyfran.discover.evidence.reviews.views.access import review_for
from cyfran.ui.forms import get_or_404, render_form_page, submit_form


def protocol(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Show the newest version of the protocol, and what each version changed."""
    partnership, review = review_for(request, slug, pk)
    versions = list(queries.protocols_of(review))
    context = {
        "partnership": partnership,
        "review": review,
        "protocol": versions[0] if versions else None,
        "first_version": versions[-1] if versions else None,
        "parts": pages.protocol_parts(versions[0]) if versions else [],
        "changes": pages.protocol_changes(versions, queries.screening_began_at(review)),
        "frameworks": QuestionFramework.choices,
        "may_review": rules.may_review(request.user, partnership),
        "trail": pages.review_trail(partnership, review),
    }
    return render(request, "reviews/protocol.jinja", context)


def write_protocol(request: HttpRequest, slug: str, pk, framework: str) -> HttpResponse:
    partnership, review = review_for(request, slug, pk, rules.may_review)
    get_or_404(framework if framework in QuestionFramework.values else None)
    form = ProtocolForm(request.POST or None, framework=framework, initial=_initial_values(review))
    if submit_form(
        form,
        lambda: actions.write_protocol(
            review=review, framework=framework, by=request.user, at=timezone.now(), **form.values()
        ),
        "why",
    ):
        return redirect("reviews:protocol", slug, pk)
    trail = pages.review_trail(partnership, review)
    return render_form_page(request, form, _("Write the protocol"), partnership=partnership, trail=trail)


def _initial_values(review) -> dict:
    """Return the newest version as initial values of the form, or the language of the page if there is none."""
    newest = queries.protocol_of(review)
    if newest is None:
        return {"language": "cy" if get_language() == "cy" else "en"}
    texts = {name: getattr(newest, name) for name in ("language", "include", "exclude", "plan", "registered")}
    return texts | newest.elements
