"""The header that identifies the child on every page."""

import datetime as dt

import pytest

from saathi.agencies.access import NotAllowed
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.people import queries
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis
from saathi.web.components import isolate_direction
from tests.factories import agencies, children, teams
from tests.roles import acting

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_no_child_and_no_header() -> None:
    child = children.child(agencies.staff())
    stranger = agencies.staff()
    with acting(stranger), pytest.raises(NotAllowed):
        queries.child_of_file(stranger, child.file_id)


def test_header_shows_the_childs_own_name_and_no_imposed_name() -> None:
    worker = agencies.staff()
    names = [
        Name("given", "सुनिता", "ne"),
        Name("given", "Sunita"),
        Name("pet", "Kanchhi"),
        Name("imposed", "Pooja"),
        Name("mother", "Maya"),
    ]
    child = children.child(worker, names=names, languages=["mai", "hi"], home_country="NPL")
    with acting(worker):
        header = queries.child_header(child, staff=worker)
    called = (f"called {isolate_direction('Kanchhi')}",)
    assert (header.name, header.also_written, header.other_names) == ("सुनिता", "Sunita", called)
    assert "Pooja" not in repr(header)
    assert "Maya" not in repr(header)
    assert [fact.strong for fact in header.more_facts] == ["Maithili", "Nepal"]


@pytest.mark.requirement("PRI-006")
def test_page_of_a_section_is_closed_to_readers_of_other_sections() -> None:
    worker = agencies.staff()
    house_mother = agencies.staff("house_mother", worker.office)
    child = children.child(worker)
    teams.join(child.file_id, house_mother, TeamRole.RESIDENTIAL_WORKER)
    with acting(house_mother):
        assert queries.child_of_file(house_mother, child.file_id, Section.VOICE).pk == child.pk
        for section in (Section.SITUATION, Section.SITUATION | Section.VOICE):
            with pytest.raises(NotAllowed):
                queries.child_of_file(house_mother, child.file_id, section)


def test_an_age_that_is_not_known_means_presumed_under_18() -> None:
    worker = agencies.staff()
    child = children.child(worker, ages=())
    with acting(worker):
        fact = queries.child_header(child, staff=worker).facts[0]
    assert (fact.strong, fact.text) == ("age not known", "presumed under 18")


def test_statements_that_differ_are_said_to_differ() -> None:
    worker = agencies.staff()
    day = PartialDate.on(dt.date(2026, 1, 1))
    ages = [
        AgeEvidence(basis=AgeBasis.STATED, years=AgeRange(12, 13), as_of=day),
        AgeEvidence(basis=AgeBasis.DECLARED, years=AgeRange(19, 19), as_of=day),
    ]
    child = children.child(worker, ages=ages)
    with acting(worker):
        fact = queries.child_header(child, staff=worker).facts[0]
    assert "presumed under 18" in fact.text
    assert "statements differ" in fact.text
