from django.urls import path

from cyfran.ground.partnerships.views import corrections, governance, home, people, phases, thread

app_name = "partnerships"
urlpatterns = [
    path("", home.list_, name="list"),
    path("add/", home.add, name="add"),
    path("<slug:slug>/", home.detail, name="detail"),
    path("<slug:slug>/thread/gaps/", thread.gaps, name="gaps"),
    path("<slug:slug>/thread/<slug:kind>/<uuid:pk>/", thread.thread, name="thread"),
    path("<slug:slug>/thread/<slug:kind>/<uuid:pk>/data.json", thread.thread_data, name="thread_data"),
    path("<slug:slug>/texts/", home.texts, name="texts"),
    path("<slug:slug>/log/", people.log, name="log"),
    path("<slug:slug>/members/", people.members, name="members"),
    path("<slug:slug>/members/add/", people.add_member, name="add_member"),
    path("<slug:slug>/members/<uuid:pk>/remove/", people.remove_member, name="remove_member"),
    path("<slug:slug>/change/", corrections.change, name="change"),
    path("<slug:slug>/correct/<slug:kind>/<uuid:pk>/", corrections.correct, name="correct"),
    path("<slug:slug>/correct/<slug:kind>/<uuid:pk>/remove/", corrections.remove, name="remove"),
    path("<slug:slug>/organisations/add/", people.add_organisation, name="add_organisation"),
    path(
        "<slug:slug>/organisations/<uuid:pk>/change/",
        corrections.change_organisation,
        name="change_organisation",
    ),
    path(
        "<slug:slug>/organisations/<uuid:pk>/remove/",
        corrections.remove_organisation,
        name="remove_organisation",
    ),
    path("<slug:slug>/priority-groups/<uuid:pk>/change/", corrections.change_group, name="change_group"),
    path("<slug:slug>/priority-groups/<uuid:pk>/remove/", corrections.remove_group, name="remove_group"),
    path("<slug:slug>/priority-groups/add/", people.add_group, name="add_group"),
    path("<slug:slug>/charter/", governance.charter, name="charter"),
    path("<slug:slug>/charter/change/", governance.change_charter, name="change_charter"),
    path("<slug:slug>/gates/", phases.gates, name="gates"),
    path("<slug:slug>/gates/<slug:phase>/approve/", phases.approve_phase, name="approve_phase"),
    path("<slug:slug>/gates/<slug:phase>/dates/", phases.set_phase_dates, name="set_phase_dates"),
    path("<slug:slug>/gates/<slug:phase>/exception/", phases.phase_exception, name="phase_exception"),
    path("<slug:slug>/gates/return/", phases.return_to_phase, name="return_to_phase"),
    path("<slug:slug>/power/", governance.power, name="power"),
    path("<slug:slug>/power/add/", governance.add_power_topic, name="add_power_topic"),
    path("<slug:slug>/power/<uuid:pk>/record/", governance.record_power, name="record_power"),
]
