"""Passes an enquiry on to the holders of files it may concern. Runs as the matcher, out of sight.

The one who asks gets her answer before this begins, and the same one whatever it finds. So nothing
here may write where she reads: not a record of hers, not a log entry in her name.
"""

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import connections, transaction

from saathi import audit
from saathi.infra import clock, jobs
from saathi.people import tokens as people_tokens
from saathi.protection.intake.asked import Asked
from saathi.protection.intake.models import Enquiry
from saathi.vault import store as vault
from saathi.vault.tokens import COMPOSITE, Kind

MATCHER = "matcher"  # the alias of the matcher's connection in a worker
MOST = 20  # holders that are asked; one who finds more has asked with too little

_ENQUIRY = """
SELECT e.id, e.file_id, e.purpose, e.recorded_at, e.recorded_by, e.sealed, s.agency_id
FROM intake_enquiry e JOIN agencies_staff s ON s.id = e.recorded_by
WHERE e.id = %s
"""
# Not asked: what she sees herself, protected children, files hidden from her. Her own office's files
# are asked about like any other's where she does not see them.
_HOLDERS = """
SELECT f.id FROM unnest(%(found)s::uuid[]) WITH ORDINALITY AS met(file_id, place)
JOIN agencies_file f ON f.id = met.file_id
WHERE f.kind = 'child' AND NOT f.is_protected
  AND NOT EXISTS (
    SELECT 1 FROM agencies_hidden h
    WHERE h.file_id = f.id AND h.principal IN (%(asker)s, %(agency)s))
  AND NOT EXISTS (
    SELECT 1 FROM agencies_grant g
    JOIN agencies_principal p ON p.principal = g.principal AND p.staff_id = %(asker)s
    WHERE g.file_id = f.id AND (g.reads & 1) <> 0
      AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now()))
ORDER BY met.place LIMIT %(most)s
"""
_MATCH = """
INSERT INTO intake_enquirymatch
  (id, file_id, recorded_at, recorded_by, version, enquiry, asker, asker_agency, purpose,
   asked_at, state)
VALUES (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, 'waiting')
ON CONFLICT (enquiry, file_id) DO NOTHING
"""


@jobs.app.task(queue="matcher", name="intake.pass_on_enquiry")
def pass_on_enquiry_job(enquiry: str) -> None:
    """The job: passes the enquiry with this id on."""
    pass_on_enquiry(UUID(enquiry), using=MATCHER)


def pass_on_enquiry(enquiry_id: UUID, *, using: str = MATCHER) -> int:
    """How many holders are newly asked. Run again, it asks nobody twice."""
    with transaction.atomic(using=using), vault.keyring(), connections[using].cursor() as cursor:
        cursor.execute(_ENQUIRY, [enquiry_id])
        row = cursor.fetchone()
        if row is None:  # taken back, or erased since
            return 0
        pk, file_id, purpose, asked_at, asker, sealed, agency = row
        vault.keys_for([file_id], using=using)  # the keyring holds it for `open`
        asked = Asked.from_payload(vault.open(Enquiry(id=pk, file_id=file_id, sealed=sealed)))

        facts = asked.token_facts(asked_at.date())
        kinds: Sequence[Kind] = COMPOSITE if facts.bands or facts.districts else (Kind.NAME,)
        found = people_tokens.find_everywhere(facts, kinds, using=using)
        who = {"asker": asker, "agency": agency, "most": MOST}
        cursor.execute(_HOLDERS, who | {"found": list(found.hits)})
        holders = [holder for (holder,) in cursor.fetchall()]

        asked_anew = 0
        for holder in holders:
            match = uuid.uuid4()
            told = [match, holder, clock.now(), asker]
            cursor.execute(_MATCH, [*told, pk, asker, agency, purpose, asked_at])
            if cursor.rowcount == 1:
                asked_anew += 1
                cursor.execute("SELECT access_notify_of_enquiry(%s)", [match])
                # In nobody's name: she may read entries of her own, and would learn of the hit.
                audit.record(
                    audit.Kind.ENQUIRED,
                    by=None,
                    agency=None,
                    file_id=holder,
                    objects=[pk],
                    purpose=purpose,
                    detail={"staff": asker},
                    using=using,
                )
        return asked_anew
