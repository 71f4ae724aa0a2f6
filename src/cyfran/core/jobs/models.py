from django.db import models


class WorkerHeartbeat(models.Model):
    """A worker process is alive. Work it had taken goes back to the queue when the pulse stops."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
