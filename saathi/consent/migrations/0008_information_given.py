# The table keeps its name: records of how a record was collected name it.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0007_other_person_statement'),
    ]

    operations = [
        migrations.AlterModelTable(
            name='information',
            table='consent_information',
        ),
        migrations.RenameModel(
            old_name='Information',
            new_name='InformationGiven',
        ),
    ]
