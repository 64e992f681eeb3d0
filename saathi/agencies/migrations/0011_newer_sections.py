"""Rights to files that were given before LEGAL (1024) and SUPPORT (2048) were sections of their own.

Whoever worked for a child then goes on with what her seat gives since. Rights that ended, referrals,
shares and glasses that were broken stay as they were given.
"""

from django.db import migrations

# What a seat read and wrote, and what it reads and writes since: (reads, writes) before and after.
SINCE = {
    (1023, 1023): (4095, 4095),  # the office that holds the file
    (767, 767): (3839, 3839),  # who opened it, case worker, supervisor
    (765, 120): (3837, 2168),  # counsellor
    (241, 96): (2289, 2144),  # house mother
    (217, 72): (2265, 72),  # physician
    (725, 64): (3797, 1088),  # legal representative
}
GIVE = """
UPDATE agencies_grant g SET reads = s.new_reads, writes = s.new_writes
FROM (VALUES {rows}) AS s (old_reads, old_writes, new_reads, new_writes)
WHERE g.kind IN ('owner', 'team') AND (g.ends_at IS NULL OR g.ends_at > now())
  AND (g.reads, g.writes) = (s.old_reads, s.old_writes)
"""


def statement(pairs):
    """The statement that gives those who hold the first pair the second."""
    rows = ", ".join(f"({', '.join(map(str, (*old, *new)))})" for old, new in pairs)
    return GIVE.format(rows=rows)


def as_the_warden(schema_editor, sql):
    """Row security lets the owner of the tables change no row of them: the warden does."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("GRANT SELECT, UPDATE ON agencies_grant TO saathi_warden")
        cursor.execute("SELECT current_user")
        [(before,)] = cursor.fetchall()
        cursor.execute("SET LOCAL ROLE saathi_warden")
        cursor.execute(sql)
        cursor.execute(f"SET LOCAL ROLE {before}")


def give(apps, schema_editor):
    as_the_warden(schema_editor, statement(SINCE.items()))


def take_back(apps, schema_editor):
    as_the_warden(schema_editor, statement([(new, old) for old, new in SINCE.items()]))


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0010_services'),
    ]

    operations = [migrations.RunPython(give, take_back)]
