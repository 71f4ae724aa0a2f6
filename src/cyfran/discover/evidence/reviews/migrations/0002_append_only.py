from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [
        AppendOnly("reviews_protocol"),
    ]
