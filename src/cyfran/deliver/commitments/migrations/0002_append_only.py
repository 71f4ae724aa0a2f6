from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [
        AppendOnly("commitments_commitment"),
        AppendOnly("commitments_acceptance"),
        AppendOnly("commitments_update"),
        AppendOnly("commitments_judgement"),
        AppendOnly("commitments_withdrawal"),
        AppendOnly("commitments_feedback"),
    ]
