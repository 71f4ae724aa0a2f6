from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial")]

    operations = [
        AppendOnly("insights_challenge"),
        AppendOnly("insights_challengeagreement"),
        AppendOnly("insights_sharedoutcome"),
        AppendOnly("insights_sharedoutcomeagreement"),
    ]
