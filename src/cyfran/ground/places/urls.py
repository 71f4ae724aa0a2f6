from django.urls import path

from cyfran.ground.places import views

app_name = "places"
urlpatterns = [
    path("", views.list_, name="list"),
    path("wales/", views.add_wales, name="add_wales"),
    path("import/", views.import_, name="import"),
    path("<slug:code>/", views.detail, name="detail"),
]
