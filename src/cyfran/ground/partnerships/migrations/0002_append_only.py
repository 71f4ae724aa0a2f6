from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        AppendOnly("partnerships_charter"),
        AppendOnly("partnerships_phaseapproval"),
        AppendOnly("partnerships_phasereturn"),
        AppendOnly("partnerships_powerassessment"),
        AppendOnly("partnerships_signature"),
    ]
