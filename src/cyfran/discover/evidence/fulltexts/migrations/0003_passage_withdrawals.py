import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('fulltexts', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PassageWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawal', to='fulltexts.passage')),
            ],
        ),
        AppendOnly('fulltexts_passagewithdrawal'),
    ]
