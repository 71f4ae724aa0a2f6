from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [
        AppendOnly("proposals_decision"),
        AppendOnly("proposals_objection"),
        AppendOnly("proposals_option"),
        AppendOnly("proposals_optionresult"),
        AppendOnly("proposals_ruleagreement"),
    ]
