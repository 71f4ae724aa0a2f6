from django.urls import path

from cyfran.discover.events.views import after, coming, photos, planning, public, recording

app_name = "events"
urlpatterns = [
    path("", public.list_, name="list"),
    path("calendar.ics", public.calendar, name="calendar"),
    path("who-took-part/", public.who_took_part, name="who_took_part"),
    path("add/", planning.choose_preset, name="choose_preset"),
    path("add/<slug:preset>/", planning.add, name="add"),
    path("<uuid:pk>/", public.detail, name="detail"),
    path("<uuid:pk>/calendar.ics", public.one_in_calendar, name="one_in_calendar"),
    path("<uuid:pk>/sign-up/", coming.sign_up, name="sign_up"),
    path("<uuid:pk>/my-place/", coming.my_place, name="my_place"),
    path("<uuid:pk>/change/", planning.change, name="change"),
    path("<uuid:pk>/state/", planning.change_state, name="change_state"),
    path("<uuid:pk>/agenda/", planning.agenda, name="agenda"),
    path("<uuid:pk>/agenda/<uuid:item_pk>/remove/", planning.remove_item, name="remove_item"),
    path("<uuid:pk>/access/", planning.needs, name="needs"),
    path("<uuid:pk>/access/<uuid:need_pk>/", planning.resolve_need, name="resolve_need"),
    path("<uuid:pk>/reserved-places/", planning.reserved_places, name="reserved_places"),
    path("<uuid:pk>/attendance/", coming.attendance, name="attendance"),
    path("<uuid:pk>/attendance/<int:number>/remove/", coming.remove_attendances, name="remove_attendances"),
    path("<uuid:pk>/write-down/", recording.write_down, name="write_down"),
    path("<uuid:pk>/write-down/spreadsheet/", recording.import_evening, name="import_evening"),
    path("<uuid:pk>/write-down/mark/", recording.mark, name="mark"),
    path("<uuid:pk>/photos/", photos.photos, name="photos"),
    path("<uuid:pk>/photos/<uuid:photo_pk>/", photos.photo, name="photo"),
    path("<uuid:pk>/photos/<uuid:photo_pk>/remove/", photos.remove_photo, name="remove_photo"),
    path("<uuid:pk>/contributions/", recording.contributions, name="contributions"),
    path("<uuid:pk>/contributions/<uuid:statement_pk>/complete/", recording.complete, name="complete"),
    path(
        "<uuid:pk>/contributions/<uuid:statement_pk>/withdraw/",
        recording.withdraw_contribution,
        name="withdraw_contribution",
    ),
    path("<uuid:pk>/after/", after.after, name="after"),
    path("<uuid:pk>/after/reflect/", after.reflect, name="reflect"),
    path("<uuid:pk>/after/pulse/<slug:question>/", after.pulse, name="pulse"),
    path("<uuid:pk>/after/promise/", after.promise, name="promise"),
    path("<uuid:pk>/after/claim/", after.claim, name="claim"),
    path("<uuid:pk>/after/claims/<uuid:claim_pk>/pay/", after.pay, name="pay"),
]
letters = [path("place/<str:token>/", coming.place_by_link, name="place_by_link")]
