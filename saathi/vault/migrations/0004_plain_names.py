"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_no_statistics_of_keys")]

    operations = [
        migrations.AlterModelTable(name="canary", table="vault_canary"),
        migrations.RenameModel(old_name="Canary", new_name="KeyCanary"),
        migrations.RenameModel(old_name="OldValue", new_name="OldSealedValue"),
    ]
