from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        AppendOnly("conversations_conversationstate"),
        AppendOnly("conversations_moderationdecision", removable=True),
        AppendOnly("conversations_spokenconsent", removable=True),
        AppendOnly("conversations_vote", removable=True),
    ]
