from django.urls import path

from cyfran.ui import views

app_name = "about"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("how-we-count/", views.numbers, name="numbers"),
]
