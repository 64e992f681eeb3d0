from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0013_shelters_are_facilities'),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='country',
            field=models.CharField(blank=True, db_default='', default='', max_length=3),
        ),
    ]
