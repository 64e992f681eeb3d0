"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("around", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="alleged", table="around_alleged"),
        migrations.RenameModel(old_name="Alleged", new_name="AllegedPerpetrator"),
    ]
