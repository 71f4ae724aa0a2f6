from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "cyfran.core.files"
    label = "files"
    default = True

    def ready(self) -> None:
        from cyfran.core.files.actions import drop_old_imports
        from cyfran.core.retention import Retention, register_retention

        register_retention(
            Retention(
                "imports",
                _("Files that something was imported from"),
                _("after the import"),
                24,
                drop_old_imports,
            )
        )
