from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_protocol")]

    operations = [AppendOnly("evidence_protocol")]
