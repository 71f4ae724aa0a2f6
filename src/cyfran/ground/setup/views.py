"""Setting up a site, by its operators."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import may_run_site, require
from cyfran.core.audit.queries import events_of_site
from cyfran.core.emails.actions import retry_failed_emails
from cyfran.core.emails.queries import count_sent, failed_emails, waiting_emails
from cyfran.core.jobs.queries import failed_tasks
from cyfran.core.pictures import logo_picture
from cyfran.core.site.actions import change_logo, choose_retention, confirm_step, describe_site
from cyfran.core.site.models import SetupStep
from cyfran.core.site.queries import retention_months, site_details, site_errors
from cyfran.ground.people.queries import consent_text
from cyfran.ground.setup import actions, pages, queries
from cyfran.ground.setup.forms import ConsentTextForm, LogoForm, RetentionForm, SiteDetailsForm
from cyfran.ui.edited_meanwhile import note_what_stands
from cyfran.ui.forms import submit_form, try_action
from cyfran.ui.log import render_log
from cyfran.ui.pairs import pair_values
from cyfran.ui.trail import step

MOST_SHOWN = 50
RECENTLY = timedelta(days=7)


def checklist(request: HttpRequest) -> HttpResponse:
    require(may_run_site(request.user))
    items = pages.setup_items(queries.setup_state())
    next_item = next((item for item in items if not item.is_done and item.address), None)
    return render(request, "setup/checklist.jinja", {"items": items, "next_item": next_item})


def details(request: HttpRequest) -> HttpResponse:
    require(may_run_site(request.user))
    initial = pages.details_initial(site_details())
    form = note_what_stands(SiteDetailsForm(request.POST or None, initial=initial))
    if submit_form(
        form,
        lambda: describe_site(
            name=form.pair("name"),
            controller=form.pair("controller"),
            contact=form.cleaned_data["contact"],
            privacy_notice=form.pair("privacy_notice"),
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("The details of the site have been saved."))
        return redirect("setup:checklist")
    return _form_page(request, form, _("Who runs this site"))


def consent(request: HttpRequest) -> HttpResponse:
    """Review the consent text, and publish it as it is or in other words."""
    require(may_run_site(request.user))
    published = consent_text()
    initial = pair_values(published, "wording")
    form = ConsentTextForm(request.POST or None, initial=initial)
    if submit_form(form, lambda: _save_consent(form, published, request.user)):
        messages.success(request, _("The consent text is published. People read it before they take part."))
        return redirect("setup:checklist")
    return _form_page(request, form, _("Consent text"), submit=_("Publish this text"))


def _save_consent(form: ConsentTextForm, published, user) -> None:
    now, wording = timezone.now(), form.pair("wording")
    if wording != (published.wording_en.strip(), published.wording_cy.strip()):
        actions.publish_consent(wording=wording, by=user, at=now)
    confirm_step(step=SetupStep.CONSENT_REVIEWED, by=user, at=now)


def logo(request: HttpRequest) -> HttpResponse:
    """Choose a logo for the top of every page, or remove the one there is."""
    require(may_run_site(request.user))
    form = LogoForm(request.POST or None, request.FILES or None)
    stamp = {"by": request.user, "at": timezone.now()}
    if request.method == "POST" and "remove" in request.POST:
        change_logo(picture=b"", **stamp)
        return redirect("setup:logo")
    if submit_form(
        form, lambda: change_logo(picture=logo_picture(form.cleaned_data["file"].file), **stamp), "file"
    ):
        messages.success(request, _("The logo is on every page now."))
        return redirect("setup:logo")
    context = {"form": form, "title": _("Logo"), "trail": _trail()}
    return render(request, "setup/logo.jinja", context, status=422 if form.errors else 200)


def retention(request: HttpRequest) -> HttpResponse:
    """Choose for how many months each kind of record is kept."""
    require(may_run_site(request.user))
    form = RetentionForm(request.POST or None, initial=retention_months())
    if submit_form(
        form, lambda: choose_retention(months=form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Saved. The privacy page says so from now on."))
        return redirect("setup:checklist")
    intro = _(
        "Older records are deleted by themselves, within an hour. They cannot be brought back. The privacy page shows this list."
    )
    return _form_page(request, form, _("How long records are kept"), intro=intro)


def email(request: HttpRequest) -> HttpResponse:
    """Send a test e-mail, and confirm that it arrived."""
    require(may_run_site(request.user))
    if request.method == "POST" and "arrived" in request.POST:
        confirm_step(step=SetupStep.EMAIL_ARRIVED, by=request.user, at=timezone.now())
        return redirect("setup:checklist")
    if request.method == "POST" and try_action(request, lambda: _send_test(request.user)):
        messages.success(
            request, _("An e-mail is on its way to %(address)s.") % {"address": request.user.email}
        )
    context = {
        "sends_email": queries.sends_email(),
        "folder": settings.EMAIL_FILE_PATH,
        "server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "sender": settings.DEFAULT_FROM_EMAIL,
        "trail": _trail(),
    }
    return render(request, "setup/email.jinja", context)


def _send_test(user) -> None:
    actions.send_test_email(
        subject=_("This e-mail arrived"),
        text=_(
            "Your site can send e-mails. Go back to the page you came from and confirm that this one arrived."
        ),
        by=user,
    )


def errors(request: HttpRequest) -> HttpResponse:
    """List the newest unexpected errors of pages and background work."""
    require(may_run_site(request.user))
    context = {
        "errors": site_errors()[:MOST_SHOWN],
        "error_count": site_errors().count(),
        "tasks": failed_tasks()[:MOST_SHOWN],
        "task_count": failed_tasks().count(),
        "task_error": pages.task_error,
        "trail": _trail(),
    }
    return render(request, "setup/errors.jinja", context)


def log(request: HttpRequest) -> HttpResponse:
    """Who did what on this site, outside of partnerships."""
    require(may_run_site(request.user))
    return render_log(request, events_of_site(), _("Audit log of the site"), trail=_trail())


def emails(request: HttpRequest) -> HttpResponse:
    """List the e-mails that wait and that were given up; POST queues these once more."""
    require(may_run_site(request.user))
    now = timezone.now()
    if request.method == "POST":
        number = retry_failed_emails(by=request.user, at=now)
        messages.success(request, _("E-mails that will be tried again: %(number)s") % {"number": number})
        return redirect("setup:emails")
    context = {
        "waiting": waiting_emails()[:MOST_SHOWN],
        "waiting_count": waiting_emails().count(),
        "failed": failed_emails()[:MOST_SHOWN],
        "failed_count": failed_emails().count(),
        "sent_count": count_sent(now - RECENTLY),
        "kinds": pages.EMAIL_KINDS,
        "trail": _trail(),
    }
    return render(request, "setup/emails.jinja", context)


def _form_page(
    request: HttpRequest, form, title: str, *, submit: str | None = None, intro: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "intro": intro, "submit": submit or _("Save"), "trail": _trail()}
    return render(request, "layouts/one_form.jinja", context, status=422 if form.errors else 200)


def _trail() -> list[dict[str, object]]:
    return [step(_("Set up this site"), "setup:checklist")]
