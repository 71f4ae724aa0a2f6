from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "cyfran.core.files"
    label = "files"
    default = True

    def ready(self) -> None:
        from django_tasks.signals import task_finished

        from cyfran.core.files.actions import drop_old_imports, fail_unfinished_import
        from cyfran.core.retention import Retention, register_retention

        task_finished.connect(fail_unfinished_import, dispatch_uid="files.fail_unfinished_import")
        register_retention(
            Retention(
                "imports",
                _("Files that something was imported from"),
                _("after the import"),
                24,
                drop_old_imports,
            )
        )
