from django.urls import path

from cyfran.develop.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.home, name="home"),
    path("add/", views.add, name="add"),
    path("ideas/add/", views.add_idea, name="add_idea"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/impact/add/", views.add_impact_assessment, name="add_impact_assessment"),
    path("decisions/add/", views.open_decision, name="open_decision"),
    path("decisions/<uuid:pk>/", views.decision, name="decision"),
    path("decisions/<uuid:pk>/agree/", views.agree_rule, name="agree_rule"),
    path("decisions/<uuid:pk>/withdraw/", views.withdraw_decision, name="withdraw_decision"),
    path("decisions/<uuid:pk>/result/", views.record_result, name="record_result"),
    path("decisions/<uuid:pk>/object/", views.object_to, name="object_to"),
]
