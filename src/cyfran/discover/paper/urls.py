from django.urls import path

from cyfran.discover.paper.views import printing, reading

app_name = "paper"
urlpatterns = [  # below a partnership
    path("conversations/<uuid:pk>/sheets/", printing.sheets, name="sheets"),
    path("conversations/<uuid:pk>/sheets/postcards/", printing.postcards, name="postcards"),
    path("conversations/<uuid:pk>/sheets/scan/", reading.scan, name="scan"),
    path("conversations/<uuid:pk>/sheets/scan/<uuid:import_job_pk>/", reading.report, name="report"),
    path("conversations/<uuid:pk>/sheets/review/", reading.review_row, name="review_row"),
    path("conversations/<uuid:pk>/sheets/review/<int:row>/", reading.picture, name="picture"),
    path("conversations/<uuid:pk>/sheets/type/", reading.find_sheet, name="find_sheet"),
    path("conversations/<uuid:pk>/sheets/type/<slug:name>/", reading.type_in, name="type_in"),
    path("events/<uuid:pk>/kit/", printing.print_kit, name="kit"),
]
