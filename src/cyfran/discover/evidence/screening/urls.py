from django.urls import path

from cyfran.discover.evidence.screening import views

app_name = "screening"
urlpatterns = [
    path("<uuid:pk>/screening/", views.progress, name="progress"),
    path("<uuid:pk>/screening/plan/", views.plan, name="plan"),
    path("<uuid:pk>/screening/read/", views.screen_next, name="screen_next"),
    path("<uuid:pk>/screening/read/<uuid:record_pk>/", views.screen_record, name="screen_record"),
    path("<uuid:pk>/screening/disagreements/", views.disagreements, name="disagreements"),
    path("<uuid:pk>/screening/mine/", views.mine, name="mine"),
    path("<uuid:pk>/screening/sample/", views.sample, name="sample"),
    path("<uuid:pk>/screening/stop/", views.stop, name="stop"),
    path("<uuid:pk>/screening/resume/", views.resume, name="resume"),
]
