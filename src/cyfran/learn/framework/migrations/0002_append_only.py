from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("framework", "0001_initial")]

    operations = [
        AppendOnly("framework_agreedlevel"),
        AppendOnly("framework_assessment"),
        AppendOnly("framework_assessmentstep"),
        AppendOnly("framework_assessor"),
        AppendOnly("framework_levelagreement"),
        AppendOnly("framework_score"),
    ]
