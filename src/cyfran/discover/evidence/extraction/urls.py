from django.urls import path

from cyfran.discover.evidence.extraction.views import effects, studies

app_name = "extraction"
urlpatterns = [
    path("<uuid:pk>/studies/add/", studies.add_study, name="add_study"),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/study/", studies.include_study, name="include_study"),
    path("<uuid:pk>/studies/<uuid:study_pk>/", studies.study, name="study"),
    path("<uuid:pk>/studies/<uuid:study_pk>/forms/<slug:key>/", studies.sheet, name="sheet"),
    path(
        "<uuid:pk>/studies/<uuid:study_pk>/forms/<slug:key>/settle/",
        studies.settle_sheet,
        name="settle_sheet",
    ),
    path(
        "<uuid:pk>/studies/<uuid:study_pk>/effects/<uuid:effect_pk>/settle/",
        effects.settle_effect,
        name="settle_effect",
    ),
    path(
        "<uuid:pk>/studies/<uuid:study_pk>/outcomes/<uuid:outcome_pk>/<slug:effect_format>/",
        effects.add_effect,
        name="add_effect",
    ),
    path("<uuid:pk>/outcomes/add/", effects.add_outcome, name="add_outcome"),
    path("<uuid:pk>/outcomes/<uuid:outcome_pk>/remove/", effects.remove_outcome, name="remove_outcome"),
]
