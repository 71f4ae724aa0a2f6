from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("searches", "0001_initial")]

    operations = [
        AppendOnly("searches_duplicatedecision", removable=True),
        AppendOnly("searches_searchwithdrawal"),
    ]
