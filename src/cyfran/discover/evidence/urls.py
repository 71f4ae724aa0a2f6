from django.urls import path

from cyfran.discover.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/studies/add/", views.add_study, name="add_study"),
    path("<uuid:pk>/studies/import/", views.import_, name="import"),
    path("<uuid:pk>/findings/add/", views.add_finding, name="add_finding"),
]
