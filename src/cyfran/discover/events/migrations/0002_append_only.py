from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        AppendOnly("events_eventstate"),
        AppendOnly("events_observedmoment"),
        AppendOnly("events_payment"),
        AppendOnly("events_signupstate", removable=True),
        AppendOnly("events_spokenpromise"),
    ]
