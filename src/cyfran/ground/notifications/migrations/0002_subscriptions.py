import cyfran.core.database
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
        ('partnerships', '0004_phase_dates'),
        ('people', '0002_append_only'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.UUIDField(default=cyfran.core.database.uuid7, editable=False, primary_key=True, serialize=False)),
                ('node_kind', models.CharField(blank=True, max_length=40)),
                ('node_id', models.UUIDField(null=True)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(choices=[('cy', 'Cymraeg'), ('en', 'English')], max_length=2)),
                ('at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('told', models.JSONField(default=list)),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='people.participant')),
                ('partnership', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='partnerships.partnership')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['email'], name='notifications_follower')],
            },
        ),
    ]
