from django.db import models


class WorkerHeartbeat(models.Model):
    """When a worker process was last alive. Its tasks go back to the queue when the heartbeat stops."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
