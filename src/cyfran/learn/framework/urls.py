from django.urls import path

from cyfran.learn.framework import views

app_name = "framework"
urlpatterns = [
    path("", views.home, name="home"),
    path("open/", views.open_, name="open"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/step/", views.take_step, name="take_step"),
    path("<uuid:pk>/agree/<slug:criterion>/", views.propose_level, name="propose_level"),
    path("<uuid:pk>/agreed/<uuid:level_pk>/", views.agree_level, name="agree_level"),
    path("<uuid:pk>/paper/", views.add_assessor, name="add_assessor"),
    path("<uuid:pk>/score/<slug:strand_id>/", views.score, name="score"),
    path("<uuid:pk>/paper/<uuid:assessor_pk>/<slug:strand_id>/", views.score_paper, name="score_paper"),
]
