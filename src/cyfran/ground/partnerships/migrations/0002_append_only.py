from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        AppendOnly("partnerships_charter"),
        AppendOnly("partnerships_signature"),
        AppendOnly("partnerships_gatekey"),
        AppendOnly("partnerships_stepback"),
        AppendOnly("partnerships_powerrecord"),
    ]
