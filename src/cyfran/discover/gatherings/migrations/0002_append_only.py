from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0001_initial")]
    operations = [
        AppendOnly("gatherings_gatheringstate"),
        AppendOnly("gatherings_signupstate", removable=True),
        AppendOnly("gatherings_mark"),
        AppendOnly("gatherings_promisemade"),
        AppendOnly("gatherings_payment"),
    ]
