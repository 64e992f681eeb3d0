"""Checks that the functions, policies and rights of the database are those of this version.

`catalogue.sql` describes everything that controls access and the log; `catalogue.tsv` has the same
for a freshly migrated database, as digests (`tools/catalogue.py` writes it, a test compares).
Someone who controls the database as superuser, or can change this program, can deceive this check.
"""

import hashlib
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from saathi.agencies import schema_state
from saathi.agencies.context import hmac_pads
from saathi.config.backups import restore_progress
from saathi.config.doctor.findings import Check, DeploymentNote, Problems, single_value
from saathi.infra import restricted_functions, roles

QUERY = Path(__file__).with_name("catalogue.sql")
EXPECTED = Path(__file__).with_name("catalogue.tsv")
MOST_NAMED = 20  # another version differs in hundreds of objects: the first are enough
DIGEST_LENGTH = 24  # characters of SHA-256 in hexadecimal
RIGHTS = "rights of "
NOTES = "restoring"  # the schema of a restore that has not finished
# Settings that ALTER DATABASE … SET or ALTER ROLE ALL … SET apply to each session. Saathi sets
# none.
SETTINGS_OF_ALL = """
SELECT DISTINCT split_part(unnest(setconfig), '=', 1) FROM pg_catalog.pg_db_role_setting
WHERE setrole = 0 AND setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database
    WHERE datname = pg_catalog.current_database())) ORDER BY 1
"""
REMEDY = (
    "Find out who changed the database (docs/incidents/breach.md). `saathi migrate` puts functions, "
    "policies and rights back; what is still named after it, remove or restore by hand."
)

type Objects = dict[tuple[str, str], str]


def describe_objects() -> Objects:
    """The database objects by kind and name, each with a digest or its rights in words."""
    contents_of = defaultdict(set)
    with transaction.atomic(), connection.cursor() as cursor:
        # Each name then includes its schema.
        cursor.execute("SET LOCAL search_path = pg_catalog")
        cursor.execute(QUERY.read_text(encoding="utf-8"))
        for kind, name, content in cursor.fetchall():
            contents_of[kind, name].add(content or "")
        cursor.execute("SET LOCAL search_path = DEFAULT")
    objects = {}
    for key, contents in contents_of.items():
        text = "\n\n".join(sorted(contents))
        digest = hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]
        objects[key] = text if key[0].startswith(RIGHTS) else digest
    return objects


def format_objects(objects: Objects) -> str:
    """The lines of `catalogue.tsv`."""
    return "".join(f"{kind}\t{name}\t{text}\n" for (kind, name), text in sorted(objects.items()))


def expected_objects() -> Objects:
    """The objects expected in a database freshly migrated by this version."""
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {(kind, name): text for kind, name, text in rows}


def describe_differences(actual: Objects, expected: Objects) -> list[str]:
    """One sentence for each missing, extra or different object."""
    sentences = []
    for key in sorted(actual.keys() | expected.keys()):
        kind, name = key
        has, should = actual.get(key), expected.get(key)
        if has == should:
            continue
        if kind.startswith(RIGHTS):
            role = kind.removeprefix(RIGHTS).removesuffix(" on")
            sentences.append(
                f"{role} may {has or 'do nothing'} on {name}; it should: {should or 'nothing'}"
            )
        elif should is None:
            sentences.append(f"the {kind} {name} is none of Saathi's")
        elif has is None:
            sentences.append(f"the {kind} {name} is missing")
        else:
            verb = "differ" if kind.endswith(" of") else "differs"
            sentences.append(f"the {kind} {name} {verb} from what Saathi made")
    return sentences


def _objects() -> Problems:
    if not schema_state.was_migrated() or schema_state.missing_migrations():
        return  # the check of migrations reports it
    objects = describe_objects()
    if single_value(
        restore_progress.UNFINISHED
    ):  # the notes of the restore are removed when it ends
        objects = {key: description for key, description in objects.items() if NOTES not in key[1]}
    sentences = describe_differences(objects, expected_objects())
    for sentence in sentences[:MOST_NAMED]:
        yield sentence, REMEDY
    if len(sentences) > MOST_NAMED:
        yield f"{len(sentences) - MOST_NAMED} more objects differ", REMEDY


def _rights_outside() -> Problems:
    """Reports rights on the database and PostgreSQL's own objects, foreign roles and superusers."""
    again = "Run the set-up script again as superuser (docs/operations.md)"
    with connection.cursor() as cursor:
        cursor.execute(roles.DATABASE_RIGHTS_QUERY)
        for sentence in roles.database_differences(cursor.fetchall()):
            yield sentence, f"{again}, and take back what it does not name."
        cursor.execute(roles.MEMBERS_QUERY)
        for member, of in cursor.fetchall():
            yield (
                f"{member} may become {of} or make others its members",
                f"If Saathi's administrators did not mean it: REVOKE {of} FROM {member}.",
            )
        cursor.execute(restricted_functions.MANUAL_GRANTS_QUERY)
        for grantee, what in restricted_functions.list_unexpected_grants(cursor.fetchall()):
            yield (
                f"{grantee} may use {what} of PostgreSQL, which Saathi did not give",
                "Take it back as superuser with REVOKE, and find out who gave it.",
            )
        cursor.execute(SETTINGS_OF_ALL)
        for (name,) in cursor.fetchall():
            yield (
                f"the setting {name} is changed for all sessions of the database",
                f"As superuser: ALTER DATABASE … RESET {name}, or ALTER ROLE ALL RESET {name}.",
            )
        cursor.execute(roles.SUPERUSERS_QUERY)
        if names := [name for (name,) in cursor.fetchall()]:
            yield DeploymentNote(f"Superusers read and change everything: {', '.join(names)}.")


def _context_key() -> Problems:
    """Reports if the database checks contexts and proofs with another key than web processes."""
    if not schema_state.was_migrated():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT inner_pad, outer_pad FROM access_context_key")
        rows = [tuple(bytes(pad) for pad in row) for row in cursor.fetchall()]
    if rows != [hmac_pads(settings.CONTEXT_KEY)]:
        yield (
            "the database accepts contexts and proofs made with another key than the context key",
            (
                "If you replaced the context key, run `saathi migrate`. If not, find out who changed the "
                "database (docs/incidents/breach.md) first: they could act in anybody's name."
            ),
        )


LOOKS: dict[str, Check] = {
    "objects of the database": _objects,
    "rights outside the schema": _rights_outside,
    "context key in the database": _context_key,
}
