from django.urls import path

from cyfran.ground.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
