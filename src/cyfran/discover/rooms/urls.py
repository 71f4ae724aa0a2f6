from django.urls import path

from cyfran.discover.rooms.views import leading, phone, screen

app_name = "rooms"
urlpatterns = [  # for whoever leads: below a partnership
    path("<uuid:pk>/room/", leading.lead_room, name="lead"),
    path("<uuid:pk>/room/open/", leading.open_, name="open"),
    path("<uuid:pk>/room/ask/", leading.ask, name="ask"),
    path("<uuid:pk>/room/decide/", leading.decide, name="decide"),
    path("<uuid:pk>/room/close/", leading.close, name="close"),
    path("<uuid:pk>/room/screen/", screen.show_screen, name="screen"),
]
phones = [  # for everyone in the room: by its code
    path("<slug:code>/", phone.join, name="join"),
    path("<slug:code>/answer/", phone.answer, name="answer"),
]
short = [  # before a language is chosen, and the requests of scripts on phones
    path("r/<slug:code>/", phone.enter_room, name="enter_room"),
    path("r/<slug:code>/now/", phone.room_state, name="room_state"),
    path("r/<slug:code>/votes/", phone.receive_votes, name="room_votes"),
    path("r/<slug:code>/words/", phone.receive_words, name="room_words"),
]
