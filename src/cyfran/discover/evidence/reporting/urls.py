from django.urls import path

from cyfran.discover.evidence.reporting import views

app_name = "reporting"
urlpatterns = [
    path("<uuid:pk>/", views.overview, name="overview"),
    path("<uuid:pk>/map/", views.evidence_map, name="evidence_map"),
    path("<uuid:pk>/flow/", views.flow, name="flow"),
    path("<uuid:pk>/flow.csv", views.flow_file, name="flow_file"),
    path("<uuid:pk>/records.csv", views.records_file, name="records_file"),
    path("<uuid:pk>/included.ris", views.included_file, name="included_file"),
    path("<uuid:pk>/report/", views.report, name="report"),
    path("<uuid:pk>/review.zip", views.archive_file, name="archive_file"),
]
