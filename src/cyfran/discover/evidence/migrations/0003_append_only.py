from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_searches_and_screening")]

    operations = [
        AppendOnly("evidence_judgement"),
        AppendOnly("evidence_screeningplan"),
        AppendOnly("evidence_halt"),
        AppendOnly("evidence_ordering"),
        AppendOnly("evidence_searchundone"),
        AppendOnly("evidence_settlement", removable=True),
    ]
