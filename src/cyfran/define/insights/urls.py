from django.urls import path

from cyfran.define.insights import views

app_name = "insights"
CHALLENGE, OUTCOME = {"kind": "challenge"}, {"kind": "outcome"}
urlpatterns = [
    path("", views.home, name="home"),
    path("themes/add/", views.add_theme, name="add_theme"),
    path("themes/<uuid:pk>/", views.theme, name="theme"),
    path("themes/<uuid:pk>/change/", views.change_theme, name="change_theme"),
    path("themes/<uuid:pk>/tag/", views.tag_statements, name="tag_statements"),
    path("themes/<uuid:pk>/untag/", views.remove_tag, name="remove_tag"),
    path("add/", views.add_insight, name="add_insight"),
    path("challenges/add/", views.add_challenge, name="add_challenge"),
    path("challenges/<uuid:pk>/agree/", views.agree_challenge, name="agree_challenge"),
    path("challenges/<uuid:pk>/take-back/", views.take_back, CHALLENGE, name="take_back_challenge"),
    path("challenges/<uuid:pk>/wording/", views.propose_wording, CHALLENGE, name="word_challenge"),
    path("outcomes/add/", views.add_outcome, name="add_outcome"),
    path("outcomes/<uuid:pk>/agree/", views.agree_outcome, name="agree_outcome"),
    path("outcomes/<uuid:pk>/take-back/", views.take_back, OUTCOME, name="take_back_outcome"),
    path("outcomes/<uuid:pk>/wording/", views.propose_wording, OUTCOME, name="word_outcome"),
]
