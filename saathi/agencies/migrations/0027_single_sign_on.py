"""Links of accounts to identities of single sign-on."""

import django.db.models.deletion
from django.db import migrations, models

import saathi.infra.clock


class Migration(migrations.Migration):
    dependencies = [("agencies", "0026_credentials")]
    operations = [
        migrations.CreateModel(
            name="SignOnLink",
            fields=[
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.staff",
                    ),
                ),
                ("identity", models.CharField(max_length=64, unique=True)),
                ("linked_at", models.DateTimeField(default=saathi.infra.clock.now)),
            ],
        ),
    ]
