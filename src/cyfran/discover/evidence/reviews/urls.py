from django.urls import path

from cyfran.discover.evidence.reviews.views import protocol, reviews

app_name = "reviews"
urlpatterns = [
    path("", reviews.list_, name="list"),
    path("add/", reviews.add, name="add"),
    path("<uuid:pk>/protocol/", protocol.protocol, name="protocol"),
    path("<uuid:pk>/protocol/<slug:framework>/", protocol.write_protocol, name="write_protocol"),
]
