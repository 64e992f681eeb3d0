"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("committees", "0002_spare_indexes")]

    operations = [
        migrations.AlterModelTable(name="told", table="committees_told"),
        migrations.RenameModel(old_name="Told", new_name="CommitteeObservation"),
    ]
