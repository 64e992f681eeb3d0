from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('verifications', '0004_permit_body'),
    ]

    operations = [
        migrations.AlterField(
            model_name='verificationstep',
            name='event',
            field=models.CharField(choices=[('acknowledged', 'Receipt acknowledged'), ('asked_again', 'Reminder sent'), ('others_asked', 'Others sent a reminder'), ('home_visited', 'Home visited'), ('news', 'Update received')], max_length=16),
        ),
    ]
