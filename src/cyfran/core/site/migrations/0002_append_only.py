from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("site", "0001_initial")]

    operations = [
        AppendOnly("site_setupconfirmation"),
        AppendOnly("site_sitedetails"),
    ]
