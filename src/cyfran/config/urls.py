"""URLs: every page in both languages; the root page and short addresses of codes without a language."""

from allauth.account import views as signing_in
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from cyfran.discover.capture.urls import without_language as notebook
from cyfran.discover.conversations.urls import participant_urls
from cyfran.discover.conversations.views.taking_part import enter
from cyfran.discover.events.urls import letters
from cyfran.discover.rooms.urls import phones, short
from cyfran.discover.surveys.urls import answers as surveys_answers
from cyfran.discover.surveys.urls import short as short_of_surveys
from cyfran.ground.partnerships.views.home import welcome
from cyfran.learn.archive.urls import my_data
from cyfran.ui.accounts import ActivateView
from cyfran.ui.organisation_sign_in import come_back, leave
from cyfran.ui.views import alive, choose_language, health, logo

handler404 = "cyfran.ui.views.not_found"
handler500 = "cyfran.ui.views.broken"

# The names are those allauth reverses
sign_in = [
    path("sign-in/", signing_in.request_login_code, name="account_request_login_code"),
    path("sign-in/", signing_in.request_login_code, name="account_login"),
    path("sign-in/code/", signing_in.confirm_login_code, name="account_confirm_login_code"),
    path("sign-up/", signing_in.signup, name="account_signup"),  # closed, and says why
    path("sign-in/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", signing_in.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("security/", mfa.index, name="mfa_index"),
    path("security/second-step/on/", ActivateView.as_view(), name="mfa_activate_totp"),
    path("security/second-step/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "security/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("security/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("sign-in/closed/", signing_in.account_inactive, name="account_inactive"),
    path(
        "sign-in/cancelled/",
        RedirectView.as_view(pattern_name="account_login"),
        name="socialaccount_login_cancelled",
    ),
    path("sign-out/", signing_in.logout, name="account_logout"),
]

urlpatterns = [
    path("", choose_language, name="choose_language"),
    path("logo/<int:pk>.png", logo, name="site_logo"),
    path("health/", health, name="health"),
    path("health/alive/", alive, name="alive"),
    path("t/<slug:code>/", enter, name="enter"),
    path("sign-in/<slug:provider_id>/", leave, name="openid_connect_login"),
    path("sign-in/<slug:provider_id>/back/", come_back, name="openid_connect_callback"),
    *short,
    *short_of_surveys,
    *notebook,
    *i18n_patterns(
        path("", welcome, name="home"),
        path("", include(sign_in)),
        path("about/", include("cyfran.ui.urls")),
        path("site/", include("cyfran.ground.setup.urls")),
        path("notifications/", include("cyfran.ground.notifications.urls")),
        path("places/", include("cyfran.ground.places.urls")),
        path("partnerships/", include("cyfran.ground.partnerships.urls")),
        path("partnerships/<slug:slug>/conversations/", include("cyfran.discover.conversations.urls")),
        path("partnerships/<slug:slug>/events/", include("cyfran.discover.events.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.reviews.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.searches.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.screening.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.fulltexts.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.extraction.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.synthesis.urls")),
        path("partnerships/<slug:slug>/evidence/", include("cyfran.discover.evidence.reporting.urls")),
        path("partnerships/<slug:slug>/insights/", include("cyfran.define.insights.urls")),
        path("partnerships/<slug:slug>/proposals/", include("cyfran.develop.proposals.urls")),
        path("partnerships/<slug:slug>/commitments/", include("cyfran.deliver.commitments.urls")),
        path("partnerships/<slug:slug>/outcomes/", include("cyfran.deliver.outcomes.urls")),
        path("partnerships/<slug:slug>/framework/", include("cyfran.learn.framework.urls")),
        path("", include("cyfran.learn.library.urls")),
        path("my-data/", include((my_data, "my-data"))),
        path("partnerships/<slug:slug>/archive/", include("cyfran.learn.archive.urls")),
        path("partnerships/<slug:slug>/events/", include("cyfran.discover.rooms.urls")),
        path("partnerships/<slug:slug>/", include("cyfran.discover.paper.urls")),
        path("partnerships/<slug:slug>/surveys/", include("cyfran.discover.surveys.urls")),
        path("survey/", include((surveys_answers, "survey"))),
        path("room/", include((phones, "rooms-phone"))),
        path("events/", include((letters, "events-letters"))),
        path("notebook/", include("cyfran.discover.capture.urls")),
        path("take-part/", include((participant_urls, "taking-part"))),
    ),
]
