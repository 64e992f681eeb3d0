"""Words of an enquiry that tell the child's name or where the child stays, though no chosen fact says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.request_cache import get_cached
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as mark
from saathi.people.models import Child
from saathi.people.names import RELATIVE_NAME_KINDS, names_in_payload
from saathi.people.vocabulary import NameKind, NameOwnership
from saathi.protection.care.facilities.models import Facility
from saathi.protection.returns.tracing import rules
from saathi.protection.returns.tracing.child_words import find_names, find_places
from saathi.protection.returns.tracing.models import TracingEnquiry, TracingRequest
from saathi.protection.returns.tracing.vocabulary import DisclosedFact
from saathi.vault import store as vault

_CHECKED: Final = ("cover_text", "to_whom")
_NAME: Final = mark(
    "Remove the child’s name. It is told only if “Child’s name” is chosen under “Facts told”."
)
_PLACE: Final = mark(
    "Remove the name of the place where the child stays. It is told only if “Where the child is” is "
    "chosen under “Facts told”."
)
_FACILITY: Final = mark(
    "Remove the name of the registered facility: a child in care is found there. It is told only if "
    "“Where the child is” is chosen under “Facts told”."
)


@dataclass(frozen=True, slots=True)
class ChildDetails:
    """The names by which a child is known, and those of the facilities in which the child lives."""

    names: Sequence[str]
    places: Sequence[str]


def reasons_against_untold(
    enquiry: TracingEnquiry, sought: TracingRequest, reader: Staff
) -> tuple[Reason, ...]:
    """Why the words of an opened enquiry must not be used: they tell more than the chosen facts.

    The search for the person `sought` is opened as well.
    """
    details = _child_details(enquiry.file_id, reader)
    reasons = list[Reason]()
    for field in _CHECKED:
        text = getattr(enquiry, field)
        if DisclosedFact.NAME not in enquiry.facts:
            names = find_names(text, details.names, sought.names.splitlines())
            reasons += _reasons(field, _NAME, names)
        if DisclosedFact.WHEREABOUTS not in enquiry.facts:
            reasons += _reasons(field, _PLACE, find_places(text, details.places))
    return (*reasons, *_reasons_of_facilities(enquiry, details.places, reader))


def _reasons_of_facilities(
    enquiry: TracingEnquiry, known: Sequence[str], reader: Staff
) -> list[Reason]:
    """The same for other registered facilities of the country; the addressee may be one of them."""
    if DisclosedFact.WHEREABOUTS in enquiry.facts or not enquiry.cover_text:
        return []
    names = get_cached(("registered facilities",), lambda: _registered_names(reader))
    others = [name for name in names if name not in known]
    return _reasons("cover_text", _FACILITY, find_places(enquiry.cover_text, others))


def _registered_names(reader: Staff) -> list[str]:
    facilities = Facility.objects.filter(country=reader.office.country)
    return sorted(set(facilities.values_list("name", flat=True)))


def reasons_against_card(
    enquiry: TracingEnquiry, sought: TracingRequest, reader: Staff
) -> tuple[Reason, ...]:
    """Why an opened enquiry has no card to print: its words tell what happened, or more than was chosen."""
    return rules.reasons_against_card(
        enquiry.cover_text, enquiry.to_whom
    ) or reasons_against_untold(enquiry, sought, reader)


def open_and_check(enquiry: TracingEnquiry, reader: Staff) -> tuple[Reason, ...]:
    """The same for an opened enquiry whose search is still sealed."""
    records.open_texts(enquiry.request)
    return reasons_against_untold(enquiry, enquiry.request, reader)


def _reasons(field: str, text: str, found: Sequence[str]) -> list[Reason]:
    if not found:
        return []
    words = ", ".join(f"“{word}”" for word in found)
    named = gettext("Not possible here: %(words)s") % {"words": words}
    return [Reason(field, text), Reason(field, named)]


def _child_details(file_id: UUID, reader: Staff) -> ChildDetails:
    """Queried once per request; empty for those who may not read them."""
    return get_cached(("told of the child", file_id), lambda: _load_details(file_id, reader))


def _load_details(file_id: UUID, reader: Staff) -> ChildDetails:
    child = access.visible(reader, Child).filter(file_id=file_id).first()
    names = names_in_payload(vault.open(child)) if child is not None else []
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM tracing_places_of_child(%s) place", [file_id])
        places = [name for (name,) in cursor.fetchall()]
    other_kinds = {*RELATIVE_NAME_KINDS, NameKind.FAMILY}
    return ChildDetails(
        [
            name.text
            for name in names
            if name.kind not in other_kinds and name.whose != NameOwnership.NOT_THE_CHILD
        ],
        places,
    )
