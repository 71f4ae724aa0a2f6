from django.db import migrations
from django.db.models import F


def mark_agenda_questions(apps, schema_editor) -> None:
    """A question that began with an item of an agenda was opened in the moment it began."""
    items = apps.get_model("events", "AgendaItem").objects
    asked = items.filter(conversation__states__state="open", conversation__states__at=F("conversation__began_at"))
    conversations = apps.get_model("conversations", "Conversation").objects
    conversations.filter(pk__in=asked.values("conversation")).update(is_agenda_question=True)


class Migration(migrations.Migration):
    dependencies = [("events", "0002_append_only"), ("conversations", "0003_seeds")]

    operations = [migrations.RunPython(mark_agenda_questions, migrations.RunPython.noop)]
