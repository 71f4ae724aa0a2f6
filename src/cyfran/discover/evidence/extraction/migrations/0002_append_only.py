from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("extraction", "0001_initial")]

    operations = [
        AppendOnly("extraction_effect"),
        AppendOnly("extraction_extractionsheet"),
    ]
