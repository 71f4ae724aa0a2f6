from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [
        AppendOnly("screening_abstractvote"),
        AppendOnly("screening_priorityorder"),
        AppendOnly("screening_screeningplan"),
        AppendOnly("screening_screeningstop"),
    ]
