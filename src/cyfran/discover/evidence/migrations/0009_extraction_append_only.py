from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_extraction")]

    operations = [AppendOnly("evidence_effect"), AppendOnly("evidence_sheet")]
