"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_spare_indexes")]

    operations = [
        migrations.AlterModelTable(name="opening", table="intake_opening"),
        migrations.RenameModel(old_name="Opening", new_name="CandidateOpening"),
    ]
