import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ObservationCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(0)])),
                ('out_of', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='outcomes.observation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('out_of__gte', 1), ('value__gte', 0)), name='outcomes_correction_possible')],
            },
        ),
        AppendOnly('outcomes_observationcorrection'),
    ]
