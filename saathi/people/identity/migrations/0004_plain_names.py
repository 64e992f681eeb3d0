"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_spare_indexes")]

    operations = [
        migrations.AlterModelTable(name="paper", table="identity_paper"),
        migrations.RenameModel(old_name="Paper", new_name="IdentityDocument"),
        migrations.AlterModelTable(name="grounds", table="identity_grounds"),
        migrations.RenameModel(old_name="Grounds", new_name="DiscriminationGrounds"),
    ]
