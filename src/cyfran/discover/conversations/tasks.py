"""What the background worker does for conversations."""

import logging

from django.utils import timezone
from django_tasks import task

from cyfran.core.errors import FileRefused
from cyfran.core.files.actions import update_import_status
from cyfran.core.files.models import ImportJob
from cyfran.discover.conversations.actions import import_conversation, renew_landscape, renew_stale_landscapes
from cyfran.discover.conversations.exchange import read_polis
from cyfran.discover.conversations.queries import conversation_of_import, files_of_import

logger = logging.getLogger(__name__)


def keep_landscapes() -> None:
    """Renew stale landscapes; called repeatedly by the background worker."""
    renew_stale_landscapes(at=timezone.now())


@task()
def read_import(
    import_job_id: str, question_en: str, question_cy: str, language: str, partnership_id: str
) -> None:
    """Read the stored files of an import and save the conversation, or report the problems. Safe to run again."""
    import_job, votes, comments, partnership = files_of_import(import_job_id, partnership_id)
    if conversation_of_import(import_job):
        return
    try:
        with votes.content.open("rb") as votes_file, comments.content.open("rb") as comments_file:
            names = {"votes_name": votes.name, "comments_name": comments.name}
            export = read_polis(votes_file, comments_file, **names)
        conversation = import_conversation(
            partnership=partnership,
            question=(question_en, question_cy),
            language=language,
            export=export,
            import_job=import_job,
            by=import_job.by,
            at=timezone.now(),
        )
    except FileRefused as refused:
        update_import_status(
            import_job, ImportJob.ImportOutcome.REFUSED, at=timezone.now(), problems=refused.problems
        )
    except Exception:
        update_import_status(import_job, ImportJob.ImportOutcome.FAILED, at=timezone.now())
        raise
    else:
        update_import_status(
            import_job,
            ImportJob.ImportOutcome.DONE,
            at=timezone.now(),
            problems=export.problems,
            **export.summary,
        )
        renew_landscape(conversation=conversation, at=timezone.now())
