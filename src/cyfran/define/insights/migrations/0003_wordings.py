import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cyfran.core.database import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='challenge',
            name='replaces',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='insights.challenge'),
        ),
        migrations.AddField(
            model_name='sharedoutcome',
            name='replaces',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='insights.sharedoutcome'),
        ),
        migrations.CreateModel(
            name='ChallengeWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='insights.challenge')),
            ],
        ),
        migrations.CreateModel(
            name='SharedOutcomeWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shared_outcome', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='insights.sharedoutcome')),
            ],
        ),
        AppendOnly('insights_challengewithdrawal'),
        AppendOnly('insights_sharedoutcomewithdrawal'),
    ]
