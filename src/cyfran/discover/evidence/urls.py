from django.urls import path

from cyfran.discover.evidence.views import protocol, reviews, screening, searches

app_name = "evidence"
urlpatterns = [
    path("", reviews.list_, name="list"),
    path("add/", reviews.add, name="add"),
    path("<uuid:pk>/", reviews.detail, name="detail"),
    path("<uuid:pk>/studies/add/", reviews.add_study, name="add_study"),
    path("<uuid:pk>/findings/add/", reviews.add_finding, name="add_finding"),
    path("<uuid:pk>/protocol/", protocol.protocol, name="protocol"),
    path("<uuid:pk>/protocol/<slug:framework>/", protocol.write_protocol, name="write_protocol"),
    path("<uuid:pk>/searches/", searches.searches, name="searches"),
    path("<uuid:pk>/searches/add/", searches.add_search, name="add_search"),
    path("<uuid:pk>/searches/<uuid:search_pk>/", searches.search, name="search"),
    path("<uuid:pk>/searches/<uuid:search_pk>/undo/", searches.undo_search, name="undo_search"),
    path("<uuid:pk>/copies/", searches.copies, name="copies"),
    path("<uuid:pk>/copies/<uuid:likeness_pk>/", searches.settle, name="settle"),
    path("<uuid:pk>/flow/", searches.flow, name="flow"),
    path("<uuid:pk>/flow.csv", searches.flow_file, name="flow_file"),
    path("<uuid:pk>/records.csv", searches.records_file, name="records_file"),
    path("<uuid:pk>/included.ris", searches.included_file, name="included_file"),
    path("<uuid:pk>/screening/", screening.screening, name="screening"),
    path("<uuid:pk>/screening/plan/", screening.plan, name="plan"),
    path("<uuid:pk>/screening/read/", screening.read, name="read"),
    path("<uuid:pk>/screening/read/<uuid:record_pk>/", screening.read_one, name="read_one"),
    path("<uuid:pk>/screening/disagreements/", screening.disagreements, name="disagreements"),
    path("<uuid:pk>/screening/mine/", screening.mine, name="mine"),
    path("<uuid:pk>/screening/sample/", screening.sample, name="sample"),
    path("<uuid:pk>/screening/stop/", screening.halt, name="halt"),
    path("<uuid:pk>/screening/resume/", screening.resume, name="resume"),
    path("<uuid:pk>/included/", screening.included, name="included"),
    path("<uuid:pk>/included/<uuid:record_pk>/", screening.include_study, name="include_study"),
]
