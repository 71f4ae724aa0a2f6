from django.urls import path

from cyfran.deliver.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/observe/", views.observe, name="observe"),
    path("<uuid:pk>/correct/", views.correct_observation, name="correct_observation"),
    path("<uuid:pk>/commitments/", views.link_commitments, name="link_commitments"),
    path("<uuid:pk>/judge/", views.judge, name="judge"),
]
