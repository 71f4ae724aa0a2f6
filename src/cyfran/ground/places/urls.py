from django.urls import path

from cyfran.ground.places import views

app_name = "places"
urlpatterns = [
    path("", views.list_, name="list"),
    path("import/", views.import_, name="import"),
    path("<slug:code>/", views.detail, name="detail"),
]
