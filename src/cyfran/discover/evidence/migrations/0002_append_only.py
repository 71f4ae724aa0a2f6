from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        AppendOnly("evidence_abstractvote"),
        AppendOnly("evidence_duplicatedecision", removable=True),
        AppendOnly("evidence_effect"),
        AppendOnly("evidence_extractionsheet"),
        AppendOnly("evidence_findingrevision"),
        AppendOnly("evidence_fulltext"),
        AppendOnly("evidence_fulltextvote"),
        AppendOnly("evidence_passage"),
        AppendOnly("evidence_priorityorder"),
        AppendOnly("evidence_protocol"),
        AppendOnly("evidence_retrieval"),
        AppendOnly("evidence_screeningplan"),
        AppendOnly("evidence_screeningstop"),
        AppendOnly("evidence_searchwithdrawal"),
    ]
