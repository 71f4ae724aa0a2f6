from django.urls import path

from cyfran.discover.capture.views import connecting, notebook, sending

app_name = "capture"
urlpatterns = [
    path("", notebook.notebook, name="notebook"),
    path("manifest.webmanifest", notebook.manifest, name="manifest"),
    path("connect/", connecting.connect, name="connect"),
    path("phones/<uuid:pk>/disconnect/", connecting.disconnect_phone, name="disconnect_phone"),
    path("kit/", sending.download_kit, name="kit"),
    path("send/", sending.send, name="send"),
    path("disconnect/", sending.disconnect, name="disconnect"),
]
without_language = [path("notebook-worker.js", notebook.notebook_worker, name="notebook_worker")]
