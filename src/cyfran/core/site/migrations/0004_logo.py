import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('site', '0003_retention'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteLogo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picture', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        AppendOnly('site_sitelogo'),
    ]
