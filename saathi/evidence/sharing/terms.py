"""The terms of an agreement that accompany shared tables, in English like the files."""

from django.utils.formats import date_format
from django.utils.translation import override

from saathi.evidence.releases.models import Release
from saathi.evidence.sharing.models import SharingAgreement
from saathi.evidence.sharing.vocabulary import SharingPurpose


def sharing_terms(agreement: SharingAgreement, release: Release, to: str) -> str:
    """The terms that the other authority signed, for this release."""
    with override("en"):
        until = date_format(agreement.until, "j F Y")
        purpose = str(SharingPurpose(agreement.purpose).label)
    return f"""Tables shared between authorities, under agreement {agreement.number}
From: {agreement.agency.name}
To: {agreement.partner}, {to}
Purpose: {purpose}
Release: {release.family.title}, release {release.number}
SHA-256 of the tables: {release.tables_hash}
Kept as agreed: {agreement.keeping}

Protected tables only: no row of any table is a child, and no number leads back to one.

1. No one tries to find out who a number is about, or links it with other data to that end.
2. The tables are used for the purpose above and no other. Nothing follows from them for any one person.
3. They are not passed on to another authority or person.
4. Whoever believes to have found a person informs the sender at once and no one else.
5. These are counts of what was registered and no estimate; they are not added to counts of others.
6. On {until} at the latest every copy is destroyed, and the sender is informed.
"""
