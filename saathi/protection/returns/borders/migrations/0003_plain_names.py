"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("borders", "0002_spare_indexes")]

    operations = [
        migrations.AlterModelTable(name="askedabroad", table="borders_askedabroad"),
        migrations.RenameModel(old_name="AskedAbroad", new_name="CrossBorderEnquiry"),
    ]
