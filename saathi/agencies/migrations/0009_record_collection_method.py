# The table keeps its name: SQL functions, decisions and exports of operators name it.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0008_transfer_section'),
    ]

    # The state alone: nothing of the database is named after the model.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable(
                    name='recordcollection',
                    table='agencies_recordcollection',
                ),
                migrations.RenameModel(
                    old_name='RecordCollection',
                    new_name='RecordCollectionMethod',
                ),
            ],
        ),
    ]
