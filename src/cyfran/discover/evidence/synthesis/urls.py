from django.urls import path

from cyfran.discover.evidence.synthesis.views import findings, outcomes

app_name = "synthesis"
urlpatterns = [
    path("<uuid:pk>/outcomes/<uuid:outcome_pk>/", outcomes.outcome, name="outcome"),
    path("<uuid:pk>/outcomes/<uuid:outcome_pk>/effects.csv", outcomes.effects_file, name="effects_file"),
    path("<uuid:pk>/findings/add/", findings.add_finding, name="add_finding"),
    path("<uuid:pk>/findings/<uuid:finding_pk>/", findings.correct_finding, name="correct_finding"),
]
