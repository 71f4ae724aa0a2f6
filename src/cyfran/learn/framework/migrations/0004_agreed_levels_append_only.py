from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("framework", "0003_agreed_levels")]

    operations = [AppendOnly("framework_agreedlevel"), AppendOnly("framework_levelagreement")]
