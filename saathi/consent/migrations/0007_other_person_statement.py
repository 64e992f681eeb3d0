# The table keeps its name: records of how a record was collected name it.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0006_child_participation'),
    ]

    operations = [
        migrations.AlterModelTable(
            name='othersview',
            table='consent_othersview',
        ),
        migrations.RenameModel(
            old_name='OthersView',
            new_name='OtherPersonStatement',
        ),
    ]
