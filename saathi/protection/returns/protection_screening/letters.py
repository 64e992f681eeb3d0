"""The letter of a contact with the country of origin: only the facts that go."""

from collections.abc import Sequence
from dataclasses import dataclass

from saathi.agencies import records
from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.people.models import Child
from saathi.protection.returns.borders.queries import disclosed_facts
from saathi.protection.returns.protection_screening.models import OriginContact
from saathi.web.components import LabelledValue


@dataclass(frozen=True)
class OriginContactLetter:
    """The content of the letter, ready to show."""

    code: str
    partner: str
    pairs: Sequence[LabelledValue]
    by: str
    office: str
    day: str


def build_contact_letter(staff: Staff, child: Child, contact: OriginContact) -> OriginContactLetter:
    """The letter of a contact. What was said is not in it: it is the record of the agency."""
    records.open_texts(contact)
    facts = {ProtocolShareableFact(code) for code in contact.facts}
    return OriginContactLetter(
        code=child.code,
        partner=contact.body_name,
        pairs=disclosed_facts(child, facts, staff, {"clues": contact.clues}),
        by=staff.name,
        office=staff.office.name,
        day=format_day(contact.made_on),
    )
