from django.urls import path

from cyfran.discover.evidence.searches import views

app_name = "searches"
urlpatterns = [
    path("<uuid:pk>/searches/", views.list_, name="list"),
    path("<uuid:pk>/searches/add/", views.add, name="add"),
    path("<uuid:pk>/searches/<uuid:search_pk>/", views.detail, name="detail"),
    path("<uuid:pk>/searches/<uuid:search_pk>/undo/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/duplicates/", views.duplicates, name="duplicates"),
    path("<uuid:pk>/duplicates/<uuid:pair_pk>/", views.settle_duplicate, name="settle_duplicate"),
]
