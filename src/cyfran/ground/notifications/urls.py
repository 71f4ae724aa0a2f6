from django.urls import path

from cyfran.ground.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("follow/partnerships/<slug:slug>/", views.follow_partnership, name="follow_partnership"),
    path("follow/partnerships/<slug:slug>/<slug:kind>/<uuid:pk>/", views.follow_node, name="follow_node"),
    path("follow/places/<slug:code>/", views.follow_place, name="follow_place"),
    path("follow/my-words/", views.follow_own_words, name="follow_own_words"),
    path("follow/confirm/<str:token>/", views.confirm, name="confirm"),
    path("follow/stop/<str:token>/", views.stop, name="stop"),
]
