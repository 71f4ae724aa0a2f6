from django.db import migrations

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("fulltexts", "0001_initial")]

    operations = [
        AppendOnly("fulltexts_fulltext"),
        AppendOnly("fulltexts_fulltextvote"),
        AppendOnly("fulltexts_passage"),
        AppendOnly("fulltexts_retrieval"),
    ]
