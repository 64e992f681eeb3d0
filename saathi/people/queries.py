"""Queries for a child's file and the header that identifies the child.

Not for lists of children: lists show no names until a file is opened.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi import audit
from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Staff
from saathi.agencies.request_cache import cache_answer, get_cached
from saathi.agencies.sections import Section
from saathi.infra.any_of import AnyOf
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.people import languages, names, safe_contact
from saathi.people.age_evidence import ReadableAgeStatement, read_age_statements
from saathi.people.ages import (
    AGE_OF_MAJORITY,
    AgeRange,
    PartialDate,
    age_at,
    age_view,
    is_presumption_ended,
    minor_status,
)
from saathi.people.formatting import sex_label
from saathi.people.models import AgeStatement, Child
from saathi.people.romanised_names import automatic_form
from saathi.people.vocabulary import AgeBasis, MinorStatus, YesNo
from saathi.vault import store as vault
from saathi.web.components import ChildHeader, ChildHeaderFact, isolate_direction


def child_of_file(
    staff: Staff, file_id: UUID, section: Section = Section.IDENTITY, *, purpose: str = ""
) -> Child:
    """The child of a file for a page that shows `section`; the access is logged.

    `NotAllowed` (404) unless `staff` may read the child's identity and every part of `section`.
    """
    child = require_file_rights(staff, file_id, section).records(Child).first()
    if child is None:
        raise access.NotAllowed
    cache_answer(("child of file", file_id), child)
    log_child_section_view(staff, child, section, purpose=purpose)
    return child


def require_file_rights(staff: Staff, file_id: UUID, section: Section) -> access.FileRights:
    """The rights of staff to a file, checked to include identity and every part of `section`."""
    rights = access.rights(staff, file_id)
    if (section | Section.IDENTITY) & ~rights.reads:
        raise access.NotAllowed
    return rights


def code_of_file(reader: Staff, file: str = "file_id", *, by_row: bool = False) -> Subquery:
    """A subquery: the case ID of the child whose file this is; NULL if the reader may not see it."""
    children = access.visible(reader, Child, by_row=by_row).filter(file=OuterRef(file))
    return Subquery(children.values("code")[:1])


def log_child_section_view(
    staff: Staff, child: Child, section: Section, *, purpose: str = ""
) -> None:
    """Logs that a page shows the child and `section` of the file."""
    audit.record(
        audit.AuditKind.LOOKED,
        by=staff.id,
        agency=staff.agency_id,
        file_id=child.file_id,
        objects=[child.pk],
        purpose=purpose or staff.access_purpose,
        detail={"section": int(section | Section.IDENTITY)},
    )


def child_of_page(rights: access.FileRights) -> Child | None:
    """The child of the file that a page shows, queried once per request; None without the right."""
    return get_cached(
        ("child of file", rights.file_id), lambda: rights.records(Child).order_by("pk").first()
    )


def child_header(child: Child, *, staff: Staff) -> ChildHeader:
    """The header of a file: the child's name, the preferred name, sex, age, safe contact.

    It opens the child's envelope, so access must be checked first (`child_of_file`). Names forced
    on the child, parents' names and a gender identity are not shown. Two queries and the key's;
    none when repeated in a request.
    """
    return get_cached(
        ("child header", child.file_id),
        lambda: child_header_from_payload(child, vault.open(child), staff=staff),
    )


def child_header_from_payload(
    child: Child, opened: Mapping[str, Any], *, staff: Staff
) -> ChildHeader:
    """The header for a page that has opened the envelope already. One query."""
    display = names.display_name(names.names_in_payload(opened))
    call_names = [
        gettext("called %(name)s") % {"name": isolate_direction(text)}
        for text in display.call_names
    ]
    header = ChildHeader(
        code=child.code,
        name=display.primary or gettext("Name not known"),
        also_written=join_words(display.other_forms),
        transliterated=automatic_form(display),
        other_names=tuple(call_names),
        facts=(*sex_facts(child), age_fact(child, staff)),
        more_facts=(*_language_facts(child), *_home_facts(child)),
        safe_contact=safe_contact.safe_contact_in_payload(opened),
    )
    cache_answer(("child header", child.file_id), header)
    return header


def sex_facts(child: Child) -> list[ChildHeaderFact]:
    """Girl or boy. Another gender identity can endanger a child: only the identity page shows it."""
    label = sex_label(child.gender)
    return [ChildHeaderFact(text=str(label))] if label else []


def identified_on(opened: Mapping[str, Any]) -> dt.date | None:
    """The day of identification from an opened envelope; None if not recorded."""
    recorded_day = opened.get("identified_on", "")
    return dt.date.fromisoformat(recorded_day) if recorded_day else None


def list_age_statements(child: Child, staff: Staff) -> list[ReadableAgeStatement]:
    """Every readable statement of the child's age, in order of its day. Two queries."""
    return read_age_statements(_age_statements(child, staff))


def coming_of_age_day(child: Child, staff: Staff) -> dt.date | None:
    """The first day on which the child is 18 by the best evidence; None if no age is known.

    For a range it is the last possible day: until then the child is presumed to be under 18.
    """
    best = age_view(
        readable.evidence for readable in read_age_statements(_age_statements(child, staff))
    ).best_interval
    if best is None:
        return None
    born = best.latest
    try:
        return born.replace(year=born.year + AGE_OF_MAJORITY)
    except ValueError:  # born on 29 February
        return dt.date(born.year + AGE_OF_MAJORITY, 3, 1)


def _age_statements(child: Child, staff: Staff) -> list[AgeStatement]:
    """The child's age statements, queried once per request: header and page both need them."""
    return get_cached(
        ("age statements", staff.id, child.pk), lambda: _age_statement_query(staff, child.pk)
    )


@compiled_query
def _age_statement_query(staff: Staff, child: UUID) -> QuerySet[AgeStatement]:
    statements = access.visible(staff, AgeStatement).filter(child=child)
    return statements.order_by("as_of", "recorded_at")


def age_today(child: Child, staff: Staff) -> AgeRange | None:
    """The child's age today by every statement, in completed years; None if no age is known.

    Where statements differ, the child may be as young as the youngest of them says.
    """
    evidence = [each.evidence for each in list_age_statements(child, staff)]
    return age_at(age_view(evidence).widest_interval, PartialDate.on(staff.office.today()))


def age_fact(child: Child, staff: Staff) -> ChildHeaderFact:
    """The age today as evidence: the range, the presumption of minority, and the basis."""
    today = staff.office.today()
    statements = _age_statements(child, staff)
    evidence = [readable.evidence for readable in read_age_statements(statements)]
    view = age_view(evidence)
    age = age_at(view.best_interval, PartialDate.on(today))
    if age is None:
        return ChildHeaderFact(
            gettext("age not known"), gettext("presumed under %(age)d") % {"age": AGE_OF_MAJORITY}
        )
    rests_on = _age_source(statements[-1], today)
    if view.is_conflicting:
        rests_on = gettext("statements differ")
    is_ended = is_presumption_ended(evidence)
    state = minor_status(age_at(view.widest_interval, PartialDate.on(today)), rebutted=is_ended)
    presumed = state == MinorStatus.PRESUMED
    parts = [_lowercase_first(MinorStatus.PRESUMED.label), rests_on] if presumed else [rests_on]
    return ChildHeaderFact(_format_years(age), join_words(parts))


def _age_source(statement: AgeStatement, today: dt.date) -> str:
    same_year = statement.as_of.year == today.year
    day = date_format(statement.as_of, "j F" if same_year else "j F Y")
    return join_words([_lowercase_first(AgeBasis(statement.basis).label), day])


def _lowercase_first(label: object) -> str:
    """A label within a sentence. Only the first letter is lowered: a month keeps its capital."""
    text = str(label)
    return text[:1].lower() + text[1:]


def _format_years(age: AgeRange) -> str:
    if age.youngest == age.oldest:
        return ngettext("%(count)d year", "%(count)d years", age.oldest) % {"count": age.oldest}
    return gettext("%(low)d–%(high)d years") % {"low": age.youngest, "high": age.oldest}


def _language_facts(child: Child) -> list[ChildHeaderFact]:
    """The child's languages, the preferred one first, and the need for an interpreter."""
    codes = sorted(child.languages, key=lambda code: code != child.preferred_language)
    spoken = [languages.language_name(code) for code in codes]
    other_languages = (
        gettext("and %(languages)s") % {"languages": join_words(spoken[1:])} if spoken[1:] else ""
    )
    facts = (
        [ChildHeaderFact(spoken[0], other_languages, before=gettext("speaks"))] if spoken else []
    )
    if child.needs_interpreter == YesNo.YES:
        facts.append(ChildHeaderFact(gettext("needs an interpreter")))
    return facts


def _home_facts(child: Child) -> list[ChildHeaderFact]:
    if child.home_country not in Country.values:
        return []
    return [ChildHeaderFact(str(Country(child.home_country).label), before=gettext("from"))]


def codes_of_files(staff: Staff, files: Collection[UUID]) -> dict[UUID, str]:
    """The case IDs of these files that the reader may see; no query if `files` is empty."""
    return dict(_codes(staff, list(files))) if files else {}


@compiled_query
def _codes(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, str]]:
    children = access.visible(staff, Child, by_row=True).filter(AnyOf("file_id", files))
    return children.values_list("file_id", "code")
