"""What pages read of a child: her file, and the header that says who she is.

Not for lists of children: those are read without their names until one is opened.
"""

import datetime as dt
from typing import cast
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi import audit
from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.infra.countries import Country
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.evidence import told_in
from saathi.people.models import AgeStatement, Child
from saathi.people.rules import (
    ADULT_AT,
    AgeRange,
    PartialDate,
    age_at,
    age_view,
    minority,
)
from saathi.people.vocabulary import AgeBasis, Minority, NameKind
from saathi.vault import store as vault
from saathi.web.parts import ChildHeader, Fact, isolated


def child_of_file(
    staff: Staff, file_id: UUID, section: Section = Section.IDENTITY, *, purpose: str = ""
) -> Child:
    """The child of a file for a page that shows `section` of it; the look is on record.

    `NotAllowed` (404) unless `staff` reads her identity and every part of `section`.
    """
    child = readable(staff, file_id, section).records(Child).first()
    if child is None:
        raise access.NotAllowed
    record_look(staff, child, section, purpose=purpose)
    return child


def readable(staff: Staff, file_id: UUID, section: Section) -> access.FileRights:
    """Her rights to a file of which she reads the child's identity and every part of `section`."""
    rights = access.rights(staff, file_id)
    if (section | Section.IDENTITY) & ~rights.reads:
        raise access.NotAllowed
    return rights


def record_look(staff: Staff, child: Child, section: Section, *, purpose: str = "") -> None:
    """That a page shows the child and `section` of her file."""
    audit.record(
        audit.Kind.LOOKED,
        by=staff.id,
        agency=staff.agency_id,
        file_id=child.file_id,
        objects=[child.pk],
        purpose=purpose or staff.looks_for,
        detail={"section": int(section | Section.IDENTITY)},
    )


def header(child: Child, *, staff: Staff) -> ChildHeader:
    """Who she is: as she writes her name, what she is called, her age as evidence.

    Opens her envelope, so it is called only after access was asked (`child_of_file`). A name that
    others gave her against her will, names of parents and her sex are not shown here. Two queries
    and that of her key.
    """
    names = vault.open(cast("vault.Sealed", child)).get("names", [])
    given = [name["text"] for name in names if name["kind"] == NameKind.GIVEN]
    shown = given or [name["text"] for name in names if name["kind"] != NameKind.IMPOSED]
    called = [
        gettext("called %(name)s") % {"name": isolated(name["text"])}
        for name in names
        if name["kind"] in {NameKind.PET, NameKind.ALIAS} and name["text"] not in shown
    ]
    return ChildHeader(
        code=child.code,
        name=shown[0] if shown else gettext("Name not known"),
        also=listed(shown[1:]) if given else "",
        called=tuple(called),
        facts=(_age_fact(child, staff), *_language_facts(child), *_home_facts(child)),
        is_open=False,
    )


def adult_from(child: Child, staff: Staff) -> dt.date | None:
    """The first day on which the child is 18 by the best evidence; None where no age is known.

    Where the evidence is a range it is the last day possible: until then she is presumed a child.
    """
    best = age_view(told.evidence for told in told_in(_statements(child, staff))).best
    if best is None:
        return None
    born = best.latest
    try:
        return born.replace(year=born.year + ADULT_AT)
    except ValueError:  # born on 29 February
        return dt.date(born.year + ADULT_AT, 3, 1)


def _statements(child: Child, staff: Staff) -> list[AgeStatement]:
    found = access.visible(staff, AgeStatement).filter(child=child)
    return list(found.order_by("as_of", "recorded_at"))


def _age_fact(child: Child, staff: Staff) -> Fact:
    """Her age today as evidence: the range, whether she is presumed a child, and on what it rests."""
    today = staff.office.today()
    statements = _statements(child, staff)
    view = age_view(told.evidence for told in told_in(statements))
    age = age_at(view.best, PartialDate.on(today))
    if age is None:
        return Fact(gettext("age not known"), gettext("presumed under %(age)d") % {"age": ADULT_AT})
    rests_on = _rests_on(statements[-1], today)
    if view.conflicting:
        rests_on = gettext("statements differ")
    presumed = minority(age_at(view.widest, PartialDate.on(today))) == Minority.PRESUMED
    words = [_inline(Minority.PRESUMED.label), rests_on] if presumed else [rests_on]
    return Fact(_years(age), listed(words))


def _rests_on(statement: AgeStatement, today: dt.date) -> str:
    same_year = statement.as_of.year == today.year
    day = date_format(statement.as_of, "j F" if same_year else "j F Y")
    return listed([_inline(AgeBasis(statement.basis).label), day])


def _inline(label: object) -> str:
    """A label within a sentence. Only the first letter: a month keeps its capital."""
    text = str(label)
    return text[:1].lower() + text[1:]


def _years(age: AgeRange) -> str:
    if age.youngest == age.oldest:
        return ngettext("%(count)d year", "%(count)d years", age.oldest) % {"count": age.oldest}
    return gettext("%(low)d–%(high)d years") % {"low": age.youngest, "high": age.oldest}


def _language_facts(child: Child) -> list[Fact]:
    if not child.languages:
        return []
    names = [languages.name_of(code) for code in child.languages]
    others = gettext("and %(languages)s") % {"languages": listed(names[1:])} if names[1:] else ""
    return [Fact(names[0], others, before=gettext("speaks"))]


def _home_facts(child: Child) -> list[Fact]:
    if child.home_country not in Country.values:
        return []
    return [Fact(str(Country(child.home_country).label), before=gettext("from"))]
