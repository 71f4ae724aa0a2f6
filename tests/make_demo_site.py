"""Makes the demo site in the folder CYFRAN_DATA and the database of the environment: ``python -m tests.make_demo_site``.

With ``--empty`` it is a site as ``cyfran migrate`` makes it, with nothing in it.

Its tables are made at once from the models, without replaying the migrations: 0.6 s instead of 17.
``tests/cli/test_site.py`` holds that both ways give the same schema.
"""

import os
import sys


def make_tables() -> None:
    """Make every table from its model, with the guards that migrations add, and note the migrations as done."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder
    from django.test import override_settings

    from cyfran.core.database import AppendOnly

    with override_settings(MIGRATION_MODULES={app.label: None for app in apps.get_app_configs()}):
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    migrations = MigrationLoader(None).disk_migrations
    with connection.schema_editor() as editor:
        for migration in migrations.values():
            for operation in migration.operations:
                if isinstance(operation, AppendOnly):
                    operation.database_forwards(migration.app_label, editor, None, None)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in migrations:
        recorder.record_applied(app, name)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cyfran.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from cyfran.demo import story
    from cyfran.ground.people.actions import publish_default_consent_text

    make_tables()
    if sys.argv[1:] == ["--empty"]:
        publish_default_consent_text(at=timezone.now())
    else:
        story.tell()
    call_command("collectstatic", verbosity=0, interactive=False)
    connection.close()  # SQLite then writes its log into the file, which can be copied


if __name__ == "__main__":
    main()
