from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.discover.evidence.reviews import actions, queries, rules
from cyfran.discover.evidence.reviews.forms import ReviewForm
from cyfran.discover.evidence.reviews.pages import reviews_trail
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.forms import render_form_page


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug)
    context = {
        "partnership": partnership,
        "reviews": queries.reviews_of(partnership),
        "may_review": rules.may_review(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "reviews/list.jinja", context)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_for(request, slug, rules.may_review)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        review = actions.begin_review(
            partnership=partnership, question=form.pair("question"), by=request.user, at=timezone.now()
        )
        return redirect("reporting:overview", slug, review.pk)
    return render_form_page(
        request,
        form,
        _("Start an evidence review"),
        partnership=partnership,
        trail=reviews_trail(partnership),
    )
