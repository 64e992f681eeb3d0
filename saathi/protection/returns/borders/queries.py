"""Queries for cross-border enquiries: protocols, consents, enquiries, the letter."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
    parse_protocol,
)
from saathi.agencies.models import Configuration, Office, Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.consent.models import Consent
from saathi.consent.queries import list_known_answers
from saathi.consent.record_facts import answer_of_consent
from saathi.consent.rules import ConsentDates, consent_state, refused_on
from saathi.consent.vocabulary import ConsentScope, ConsentState, LegalBasis
from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import age_fact, child_header, coming_of_age_day
from saathi.people.vocabulary import Gender
from saathi.protection.returns.borders.disclosure_checks import reasons_against_texts
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.vault import store as vault
from saathi.web.components import ChildHeader, LabelledValue, Text

PAGE_SIZE = 50
# Consent scopes that allow disclosure to an authority of the other country.
CONTACT_SCOPES = frozenset({ConsentScope.ORIGIN, ConsentScope.TRACING})


def active_protocols(office: Office) -> list[CountryProtocol]:
    """The protocols in force at an office today, each in its newest started version."""
    today = office.today()
    rows = Configuration.objects.filter(
        kind=ConfigurationKind.PROTOCOL, country=office.country, valid_from__lte=today
    ).order_by("name", "valid_from", "version")
    newest = {row.name: row for row in rows}
    parsed = (_parse_protocol(row) for row in newest.values())
    return [
        protocol for protocol in parsed if protocol is not None and protocol.is_in_force_on(today)
    ]


def enquiry_protocol(enquiry: CrossBorderEnquiry, staff: Staff) -> CountryProtocol | None:
    """The agreed protocol version of an enquiry; None if it came without a protocol."""
    if enquiry.protocol_version is None:
        return None
    row = Configuration.objects.filter(
        kind=ConfigurationKind.PROTOCOL,
        country=staff.office.country,
        name=enquiry.protocol,
        version=enquiry.protocol_version,
    ).first()
    return _parse_protocol(row) if row else None


def _parse_protocol(row: Configuration) -> CountryProtocol | None:
    body = row.body if isinstance(row.body, dict) else {}
    return parse_protocol(row.name, row.version, body)


def active_contact_consents(
    staff: Staff, child: Child, scopes: Collection[ConsentScope] = CONTACT_SCOPES
) -> list[tuple[Consent, str]]:
    """Consents, active today, to contact at home or tracing (or `scopes`), in words. Three queries.

    Each with those scopes alone that no refusal of the child excludes.
    """
    today, adult = staff.office.today(), coming_of_age_day(child, staff)
    consents = access.visible(staff, Consent).filter(
        child=child, withdrawn_on=None, scopes__overlap=[scope.value for scope in scopes]
    )
    standing, answers = [], list_known_answers(staff, child)
    for consent in consents.order_by("-given_on")[:PAGE_SIZE]:
        times = ConsentDates(
            LegalBasis(consent.basis), consent.given_on, consent.ends_on, consent.withdrawn_on
        )
        given = answer_of_consent(consent)
        held = [
            ConsentScope(code)
            for code in consent.scopes
            if code in scopes and refused_on(given, answers, ConsentScope(code)) is None
        ]
        if held and consent_state(times, adult_from=adult, today=today) == ConsentState.ACTIVE:
            covered = join_words([str(scope.label) for scope in held])
            day = date_format(consent.given_on, "j F Y")
            standing.append((consent, f"{LegalBasis(consent.basis).label} · {covered} · {day}"))
    return standing


def list_enquiries(staff: Staff, child: Child) -> list[CrossBorderEnquiry]:
    """The enquiries about a child, latest first."""
    enquiries = access.visible(staff, CrossBorderEnquiry).filter(child=child)
    enquiries = enquiries.select_related("focal_point")
    return list(enquiries.order_by("-asked_on", "-recorded_at", "-pk")[:PAGE_SIZE])


def get_enquiry(staff: Staff, file_id: UUID, enquiry_id: UUID) -> CrossBorderEnquiry:
    """One enquiry of a file, with an entry in the access log; 404 without access."""
    return records.get_record_of_file(staff, CrossBorderEnquiry, file_id, enquiry_id)


def open_sealed_texts(enquiries: Sequence[CrossBorderEnquiry]) -> Mapping[UUID, dict[str, str]]:
    """The opened texts of each enquiry."""
    return vault.open_many(list(enquiries))


@dataclass(frozen=True)
class CrossBorderLetter:
    """The letter to the other country: only the facts that were chosen one by one."""

    code: str
    partner: str
    protocol: str
    through: str
    asks: Sequence[str]
    question: str
    pairs: Sequence[LabelledValue]
    by: str
    office: str
    asked_on: str
    answer_by: str


TEXTS_OF_LETTER = ("question", "clues")


def build_letter(staff: Staff, child: Child, enquiry: CrossBorderEnquiry) -> CrossBorderLetter:
    """The letter of an enquiry or an answer, with the disclosed facts only.

    A text that cannot go to another country is left out: it was entered before it was checked.
    """
    opened = records.open_texts(enquiry)
    checked = {name: opened.get(name, "") for name in TEXTS_OF_LETTER}
    refused = {reason.code for reason in reasons_against_texts(staff, checked)}
    texts = {name: text for name, text in opened.items() if name not in refused}
    number = enquiry.protocol_version
    return CrossBorderLetter(
        code=child.code,
        partner=texts.get("partner", ""),
        protocol=f"{enquiry.protocol}, {number}" if number else "",
        through=enquiry.focal_point.office if enquiry.focal_point else "",
        asks=[str(ask.label) for ask in ProtocolQuestion if ask in enquiry.asks],
        question=texts.get("question", ""),
        pairs=disclosed_facts(child, enquiry.facts, staff, texts),
        by=staff.name,
        office=staff.office.name,
        asked_on=date_format(enquiry.asked_on, "j F Y"),
        answer_by=date_format(enquiry.answer_by, "j F Y") if enquiry.answer_by else "",
    )


def disclosed_facts(
    child: Child,
    facts: Collection[str],
    staff: Staff,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> list[LabelledValue]:
    """The chosen facts on a child as a letter states them; no other fact is opened."""
    formatters = _fact_formatters(child, texts, staff)
    return [
        LabelledValue(fact.label, formatters[fact](), missing=_("not known"))
        for fact in ProtocolShareableFact
        if fact in facts
    ]


def _fact_formatters(
    child: Child, texts: Mapping[str, str], staff: Staff
) -> dict[ProtocolShareableFact, Callable[[], Text]]:
    """A formatter for each fact; only disclosed facts are formatted, and thereby opened."""
    return {
        ProtocolShareableFact.GENDER: lambda: Gender(child.gender).label,
        ProtocolShareableFact.AGE: lambda: age_fact(child, staff).text,
        ProtocolShareableFact.LANGUAGES: lambda: join_words(
            [languages.language_name(code) for code in child.languages]
        ),
        ProtocolShareableFact.NATIONALITY: lambda: (
            join_words(child.nationalities) or child.get_nationality_state_display()
        ),
        ProtocolShareableFact.HOME: lambda: join_words([part for part in _home(child) if part]),
        ProtocolShareableFact.NAMES: lambda: _names(child_header(child, staff=staff)),
        ProtocolShareableFact.CLUES: lambda: texts.get("clues", ""),
    }


def _home(child: Child) -> tuple[object, str]:
    country_label = (
        Country(child.home_country).label if child.home_country in Country.values else ""
    )
    return country_label, district_list.short_district_name(
        child.home_district
    ) if child.home_district else ""


def _names(head: ChildHeader) -> str:
    others = (head.also_written, head.transliterated)
    return join_words([head.name, *(text for text in others if text)])
