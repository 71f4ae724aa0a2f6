from django.urls import path

from cyfran.discover.evidence.fulltexts import views

app_name = "fulltexts"
urlpatterns = [
    path("<uuid:pk>/full-texts/", views.list_, name="list"),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/", views.detail, name="detail"),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/where/", views.retrieval, name="retrieval"),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/add/", views.add, name="add"),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/passage/", views.add_passage, name="add_passage"),
    path(
        "<uuid:pk>/full-texts/<uuid:record_pk>/passage/<uuid:passage_pk>/withdraw/",
        views.withdraw_passage,
        name="withdraw_passage",
    ),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/<int:number>.png", views.page_picture, name="page_picture"),
    path("<uuid:pk>/full-texts/<uuid:record_pk>/file.pdf", views.file, name="file"),
]
