from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_initial")]

    operations = [
        AppendOnly("outcomes_observation"),
        AppendOnly("outcomes_outcome"),
        AppendOnly("outcomes_outcomejudgement"),
    ]
