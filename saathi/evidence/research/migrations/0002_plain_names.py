"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("research", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="handing", table="research_handing"),
        migrations.RenameModel(old_name="Handing", new_name="ExtractHandout"),
    ]
