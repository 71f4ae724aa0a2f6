from django.urls import path

from cyfran.discover.conversations.views import importing, landscape, moderating, running, seeds, taking_part

app_name = "conversations"
urlpatterns = [
    path("", running.list_, name="list"),
    path("add/", running.add, name="add"),
    path("import/", importing.import_, name="import"),
    path("import/<uuid:pk>/", importing.import_report, name="import_report"),
    path("<uuid:pk>/", running.detail, name="detail"),
    path("<uuid:pk>/change/", running.change, name="change"),
    path("<uuid:pk>/state/", running.change_state, name="change_state"),
    path("<uuid:pk>/invite/", running.invite, name="invite"),
    path("<uuid:pk>/invite/codes/", running.print_codes, name="print_codes"),
    path("<uuid:pk>/statements/seeds/", seeds.list_, name="seeds"),
    path("<uuid:pk>/statements/seeds/add/", seeds.add, name="add_seed"),
    path("<uuid:pk>/statements/seeds/<uuid:statement_pk>/", seeds.change, name="change_seed"),
    path("<uuid:pk>/statements/seeds/<uuid:statement_pk>/remove/", seeds.remove, name="remove_seed"),
    path("<uuid:pk>/statements/write-down/", running.write_down, name="write_down"),
    path("<uuid:pk>/statements/waiting/", moderating.queue, name="queue"),
    path("<uuid:pk>/statements/not-shown/", moderating.refused, name="refused"),
    path("<uuid:pk>/statements/<uuid:statement_pk>/decide/", moderating.decide, name="decide"),
    path("<uuid:pk>/statements/decisions.csv", moderating.decisions, name="decisions"),
    path("<uuid:pk>/landscape/", landscape.landscape, name="landscape"),
    path("<uuid:pk>/landscape/result/", landscape.result, name="result"),
    path("<uuid:pk>/votes.csv", landscape.votes, name="votes"),
    path("<uuid:pk>/comments.csv", landscape.comments, name="comments"),
]

# Mounted outside a partnership: for participants, who come by a code
participant_urls = [
    path("", taking_part.start, name="start"),
    path("preview/<str:token>/", taking_part.preview, name="preview"),
    path("<slug:code>/", taking_part.join, name="join"),
    path("<slug:code>/vote/", taking_part.vote, name="vote"),
    path("<slug:code>/say/", taking_part.add_statement, name="add_statement"),
    path("<slug:code>/about-you/", taking_part.about_you, name="about_you"),
    path("<slug:code>/mine/", taking_part.mine, name="mine"),
    path("<slug:code>/mine/follow-up/", taking_part.follow_up, name="follow_up"),
    path("<slug:code>/mine/statements/<uuid:statement_pk>/appeal/", taking_part.appeal, name="appeal"),
    path("<slug:code>/mine/allow/", taking_part.allow, name="allow"),
    path("<slug:code>/mine/download/", taking_part.download_own_data, name="download"),
    path("<slug:code>/mine/erase/", taking_part.erase, name="erase"),
    path("<slug:code>/leave/", taking_part.leave, name="leave"),
]
