from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("synthesis", "0001_initial")]

    operations = [
        AppendOnly("synthesis_findingrevision"),
    ]
