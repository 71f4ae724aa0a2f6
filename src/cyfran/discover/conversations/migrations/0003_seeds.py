from django.db import migrations, models


def mark_seeds(apps, schema_editor) -> None:
    """So far a seed was told by what it lacked: an author, a consent given aloud, an import."""
    statements = apps.get_model("conversations", "Statement").objects
    unsaid = statements.filter(author__isnull=True, spoken_consent__isnull=True).exclude(route="import")
    unsaid.update(is_seed=True)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_append_only")]

    operations = [
        migrations.AddField("statement", "is_seed", models.BooleanField(default=False)),
        migrations.AddField("conversation", "is_agenda_question", models.BooleanField(default=False)),
        migrations.RunPython(mark_seeds, migrations.RunPython.noop),
    ]
