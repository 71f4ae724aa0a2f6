from django.urls import path

from cyfran.learn.archive import views

app_name = "archive"
urlpatterns = [path("", views.archive, name="archive")]
