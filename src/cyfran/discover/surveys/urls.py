from django.urls import path

from cyfran.discover.surveys.views import answering, running

app_name = "surveys"
urlpatterns = [  # below a partnership
    path("", running.list_, name="list"),
    path("add/", running.add, name="add"),
    path("<uuid:pk>/", running.detail, name="detail"),
    path("<uuid:pk>/questions/add/", running.add_question, name="add_question"),
    path("<uuid:pk>/questions/workbook/", running.import_questions, name="import_questions"),
    path("<uuid:pk>/questions/<int:number>/", running.change_question, name="change_question"),
    path("<uuid:pk>/questions/<int:number>/remove/", running.remove_question, name="remove_question"),
    path("<uuid:pk>/state/", running.change_state, name="change_state"),
    path("<uuid:pk>/invite/", running.invite, name="invite"),
    path("<uuid:pk>/on-paper/", running.on_paper, name="on_paper"),
    path("<uuid:pk>/type/", running.type_in, name="type_in"),
    path("<uuid:pk>/results/", running.results, name="results"),
    path("<uuid:pk>/answers.csv", running.answers, name="answers"),
    path("<uuid:pk>/answers.json", running.data, name="data"),
    path("<uuid:pk>/questions.xlsx", running.questions_as_xlsform, name="questions"),
]
answers = [  # for respondents, by code
    path("preview/<str:token>/", answering.preview, name="preview"),
    path("<slug:code>/", answering.start, name="start"),
    path("<slug:code>/<int:number>/", answering.ask, name="ask"),
    path("<slug:code>/check/", answering.check, name="check"),
    path("<slug:code>/download/", answering.download_own_data, name="download"),
    path("<slug:code>/erase/", answering.erase, name="erase"),
]
short = [path("s/<slug:code>/", answering.enter_survey, name="enter_survey")]
