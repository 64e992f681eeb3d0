"""How a child found a service lies with her voice alone, where the service reads nothing of it.

The column goes with the view of facts that names it, which is made anew after each migrate.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0006_opinions")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE services_referral DROP COLUMN her_view CASCADE",
            "ALTER TABLE services_referral ADD her_view varchar(12) NOT NULL DEFAULT 'not_asked'",
            state_operations=[migrations.RemoveField(model_name="referral", name="her_view")],
        )
    ]
