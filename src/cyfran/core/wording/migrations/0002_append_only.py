from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("wording", "0001_initial")]

    operations = [
        AppendOnly("wording_textcheck"),
    ]
