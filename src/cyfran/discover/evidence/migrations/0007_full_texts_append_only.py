from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0006_full_texts")]

    operations = [
        AppendOnly("evidence_fulltext"),
        AppendOnly("evidence_fulltextjudgement"),
        AppendOnly("evidence_passage"),
        AppendOnly("evidence_retrieval"),
    ]
