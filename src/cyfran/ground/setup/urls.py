from django.urls import path

from cyfran.ground.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.checklist, name="checklist"),
    path("details/", views.details, name="details"),
    path("consent/", views.consent, name="consent"),
    path("logo/", views.logo, name="logo"),
    path("retention/", views.retention, name="retention"),
    path("errors/", views.errors, name="errors"),
    path("log/", views.log, name="log"),
    path("email/", views.email, name="email"),
    path("emails/", views.emails, name="emails"),
]
