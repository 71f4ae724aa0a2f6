import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0003_last_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PhaseException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('ground', 'Ground'), ('discover', 'Discover'), ('define', 'Define'), ('develop', 'Develop'), ('deliver', 'Deliver'), ('learn', 'Learn')], max_length=10)),
                ('round', models.PositiveIntegerField(default=1)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phase_exceptions', to='partnerships.partnership')),
            ],
        ),
        migrations.CreateModel(
            name='PhaseDates',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('ground', 'Ground'), ('discover', 'Discover'), ('define', 'Define'), ('develop', 'Develop'), ('deliver', 'Deliver'), ('learn', 'Learn')], max_length=10)),
                ('opens_on', models.DateField(null=True)),
                ('closes_on', models.DateField(null=True)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phase_dates', to='partnerships.partnership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('partnership', 'phase'), name='partnerships_phase_dates_once'), models.CheckConstraint(condition=models.Q(('opens_on__isnull', True), ('closes_on__isnull', True), ('opens_on__lte', models.F('closes_on')), _connector='OR'), name='partnerships_phase_opens_before_it_closes')],
            },
        ),
        AppendOnly('partnerships_phaseexception'),
    ]
