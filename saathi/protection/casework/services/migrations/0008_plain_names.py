"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0007_heard_apart")]

    operations = [
        migrations.AlterModelTable(name="shaping", table="services_shaping"),
        migrations.RenameModel(old_name="Shaping", new_name="ProgrammeProposal"),
    ]
