"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_not_moved")]

    operations = [
        migrations.AlterModelTable(name="countedlimit", table="orders_countedlimit"),
        migrations.RenameModel(old_name="CountedLimit", new_name="RunningTimeLimit"),
    ]
