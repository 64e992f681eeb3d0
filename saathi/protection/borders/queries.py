"""What the pages of questions across a border read: protocols, consents, what was asked, a letter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Configuration, Office, Staff
from saathi.agencies.protocols import MayAsk, MayGo, Protocol, protocol_from
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.consent.models import Consent
from saathi.consent.rules import ConsentTimes, consent_state
from saathi.consent.vocabulary import ConsentState, LegalBasis, Scope
from saathi.infra import places
from saathi.infra.countries import Country
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.models import Child
from saathi.people.queries import adult_from, age_fact, header
from saathi.people.vocabulary import Gender
from saathi.protection.borders.models import AskedAbroad
from saathi.vault import store as vault
from saathi.web.parts import ChildHeader, Pair, Text

A_PAGE = 50
# A consent to either lets facts go to an authority of the other country.
SCOPES = frozenset({Scope.ORIGIN, Scope.TRACING})


def protocols_at(office: Office) -> list[Protocol]:
    """The protocols that hold at an office today: of each the newest version that has begun."""
    today = office.today()
    rows = Configuration.objects.filter(
        kind=ConfigurationKind.PROTOCOL, country=office.country, valid_from__lte=today
    ).order_by("name", "valid_from", "version")
    newest = {row.name: row for row in rows}
    found = (_read(row) for row in newest.values())
    return [one for one in found if one is not None and one.holds_on(today)]


def protocol_of(asked: AskedAbroad, staff: Staff) -> Protocol | None:
    """The version that a question came under, as it was agreed; None where it came without."""
    if asked.protocol_version is None:
        return None
    row = Configuration.objects.filter(
        kind=ConfigurationKind.PROTOCOL,
        country=staff.office.country,
        name=asked.protocol,
        version=asked.protocol_version,
    ).first()
    return _read(row) if row else None


def _read(row: Configuration) -> Protocol | None:
    body = row.body if isinstance(row.body, dict) else {}
    return protocol_from(row.name, row.version, body)


def consents_for(staff: Staff, child: Child) -> list[tuple[Consent, str]]:
    """What stands today of consents to contact at home or to tracing, in words. Two queries."""
    today, adult = staff.office.today(), adult_from(child, staff)
    found = access.visible(staff, Consent).filter(
        child=child, withdrawn_on=None, scopes__overlap=[scope.value for scope in SCOPES]
    )
    standing = []
    for one in found.order_by("-given_on")[:A_PAGE]:
        times = ConsentTimes(LegalBasis(one.basis), one.given_on, one.ends_on, one.withdrawn_on)
        if consent_state(times, adult_from=adult, today=today) == ConsentState.STANDS:
            scopes = listed([str(Scope(code).label) for code in one.scopes if code in SCOPES])
            day = date_format(one.given_on, "j F Y")
            standing.append((one, f"{LegalBasis(one.basis).label} · {scopes} · {day}"))
    return standing


def of_child(staff: Staff, child: Child) -> list[AskedAbroad]:
    """The questions about a child, the latest first."""
    found = access.visible(staff, AskedAbroad).filter(child=child)
    return list(found.order_by("-asked_on", "-recorded_at", "-pk")[:A_PAGE])


def one_of(staff: Staff, file_id: UUID, asked_id: UUID) -> AskedAbroad:
    """One question of a file, its look on record; 404 to strangers."""
    return records.one_of(staff, AskedAbroad, file_id, asked_id)


def opened(found: Sequence[AskedAbroad]) -> Mapping[UUID, dict[str, str]]:
    """What is sealed in each of them."""
    return vault.open_many(list(found))


@dataclass(frozen=True)
class Letter:
    """What goes to the other country, and nothing besides: each fact was chosen by itself."""

    code: str
    partner: str
    protocol: str
    asks: Sequence[str]
    question: str
    pairs: Sequence[Pair]
    by: str
    office: str
    asked_on: str
    answer_by: str


def letter(staff: Staff, child: Child, asked: AskedAbroad) -> Letter:
    """The letter of a question, or of an answer, with the facts that were let go."""
    words = records.words_of(asked)
    number = asked.protocol_version
    known = _facts_of(child, words, staff)
    return Letter(
        code=child.code,
        partner=words.get("partner", ""),
        protocol=f"{asked.protocol}, {number}" if number else "",
        asks=[str(ask.label) for ask in MayAsk if ask in asked.asks],
        question=words.get("question", ""),
        pairs=[
            Pair(fact.label, known[fact](), missing=_("not known"))
            for fact in MayGo
            if fact in asked.facts
        ],
        by=staff.name,
        office=staff.office.name,
        asked_on=date_format(asked.asked_on, "j F Y"),
        answer_by=date_format(asked.answer_by, "j F Y") if asked.answer_by else "",
    )


def _facts_of(
    child: Child, words: Mapping[str, str], staff: Staff
) -> dict[MayGo, Callable[[], Text]]:
    """How each fact reads; only those that were let go are asked for, and opened."""
    return {
        MayGo.GENDER: lambda: Gender(child.gender).label,
        MayGo.AGE: lambda: age_fact(child, staff).text,
        MayGo.LANGUAGES: lambda: listed([languages.name_of(code) for code in child.languages]),
        MayGo.NATIONALITY: lambda: (
            listed(child.nationalities) or child.get_nationality_state_display()
        ),
        MayGo.HOME: lambda: listed([part for part in _home(child) if part]),
        MayGo.NAMES: lambda: _names(header(child, staff=staff)),
        MayGo.CLUES: lambda: words.get("clues", ""),
    }


def _home(child: Child) -> tuple[object, str]:
    known = Country(child.home_country).label if child.home_country in Country.values else ""
    return known, places.name_of(child.home_district) if child.home_district else ""


def _names(head: ChildHeader) -> str:
    return listed([head.name, *([head.also] if head.also else [])])
