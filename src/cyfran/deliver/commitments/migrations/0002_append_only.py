from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [
        AppendOnly("commitments_acceptance"),
        AppendOnly("commitments_commitment"),
        AppendOnly("commitments_commitmentjudgement"),
        AppendOnly("commitments_commitmentupdate"),
        AppendOnly("commitments_feedback"),
        AppendOnly("commitments_withdrawal"),
    ]
