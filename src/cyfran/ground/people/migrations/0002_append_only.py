from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        AppendOnly("people_circumstance", removable=True),
        AppendOnly("people_consent", removable=True),
    ]
