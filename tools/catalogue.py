"""Writes what `saathi doctor` expects of a database: its functions, policies and rights, as digests.

Run after a change of migrations, SQL functions, policies or grants. It migrates a database of the tests.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "saathi.config.settings"
    from tests import databases, server

    server.prepare_settings()
    server.SERVER.start()
    os.environ["SAATHI_DATABASE_URL_TESTER"] = server.SERVER.url(
        "saathi_tester", databases.template()
    )
    import django

    django.setup()
    from django.db import connection

    from saathi.config.doctor import catalogue

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE saathi_owner")
    catalogue.EXPECTED.write_text(
        catalogue.format_objects(catalogue.describe_objects()), encoding="utf-8"
    )
    connection.close()
    server.SERVER.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
