from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_reviews")]

    operations = [
        AppendOnly("evidence_effect"),
        AppendOnly("evidence_findingbefore"),
        AppendOnly("evidence_fulltext"),
        AppendOnly("evidence_fulltextjudgement"),
        AppendOnly("evidence_halt"),
        AppendOnly("evidence_judgement"),
        AppendOnly("evidence_ordering"),
        AppendOnly("evidence_passage"),
        AppendOnly("evidence_protocol"),
        AppendOnly("evidence_retrieval"),
        AppendOnly("evidence_screeningplan"),
        AppendOnly("evidence_searchundone"),
        AppendOnly("evidence_settlement", removable=True),
        AppendOnly("evidence_sheet"),
    ]
