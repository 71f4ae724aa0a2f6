from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_spoken_consent")]
    operations = [AppendOnly("conversations_spokenconsent", removable=True)]
