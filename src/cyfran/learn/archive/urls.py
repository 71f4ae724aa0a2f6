from django.urls import path

from cyfran.learn.archive import views

app_name = "archive"
urlpatterns = [path("", views.archive, name="archive")]
my_data = [path("", views.my_data, name="my_data")]
