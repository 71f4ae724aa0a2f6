from django.urls import path

from cyfran.deliver.commitments import views

app_name = "commitments"
urlpatterns = [
    path("", views.list_, name="list"),
    path("add/", views.add, name="add"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/<uuid:pk>/add/", views.give_feedback, name="give_feedback"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/accept/", views.accept, name="accept"),
    path("<uuid:pk>/update/", views.update, name="update"),
    path("<uuid:pk>/judge/", views.judge, name="judge"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]
