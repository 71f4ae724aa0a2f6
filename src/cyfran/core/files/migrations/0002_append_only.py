from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        AppendOnly("files_importreport"),
    ]
