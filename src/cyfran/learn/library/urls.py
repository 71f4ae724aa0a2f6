from django.urls import path

from cyfran.learn.library import views

app_name = "library"
urlpatterns = [
    path("library/", views.list_, name="list"),
    path("library/<uuid:pk>/", views.detail, name="detail"),
    path("partnerships/<slug:slug>/learning/", views.of_partnership, name="of_partnership"),
    path("partnerships/<slug:slug>/learning/add/", views.add, name="add"),
]
