"""An allegation that is no longer maintained: two people say so, each in words; earlier names stay."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import Child
from tests.factories import agencies, people
from tests.people.around_pages import ALLEGED, AROUND
from tests.reading import address, post, read, refused
from tests.roles import acting

pytestmark = pytest.mark.django_db
WHY = "The child told her counsellor that it was another man."
NEEDS_WHY = "Explain in at least 20 letters why"
WAITS = "Not in effect."


@pytest.fixture
def alleged(child: Child, worker: Staff) -> AllegedPerpetrator:
    with acting(worker):
        return people.alleged(child, worker)


@pytest.fixture
def leader(worker: Staff) -> Staff:
    return agencies.staff("supervisor", worker.office)


def path(child: Child, alleged: AllegedPerpetrator) -> str:
    return address("around:change_alleged_perpetrator", child, alleged.pk)


def current(worker: Staff, alleged: AllegedPerpetrator) -> AllegedPerpetrator:
    with acting(worker):
        return access.get(worker, AllegedPerpetrator, alleged.pk)


@pytest.mark.parametrize(
    ("state", "label"),
    [("taken_back", "Withdrawn by the source"), ("mistaken", "Mistaken identity")],
)
def test_two_people_record_in_words_that_an_allegation_is_not_maintained(
    child: Child, worker: Staff, leader: Staff, alleged: AllegedPerpetrator, state: str, label: str
) -> None:
    form = path(child, alleged)
    sent = ALLEGED | {"allegation_state": state, "said_by_name": "", "version": 1}
    for why in ("", "ok", "a" * 30):
        assert NEEDS_WHY in refused(worker, form, sent | {"why_changed": why})
    page = post(worker, form, sent | {"why_changed": WHY})
    assert f"{label} {WAITS}" in page
    assert "Bikram Lal alleged" in page
    assert WHY in page
    again = refused(worker, form, sent | {"version": 2, "why_changed": WHY})
    assert "You recorded this status. Another person has to confirm it." in again
    assert current(worker, alleged).allegation_state == "stands"
    assert NEEDS_WHY in refused(leader, form, sent | {"version": 2})
    page = post(leader, form, sent | {"version": 2, "why_changed": WHY})
    assert f"Bikram Lal {label}" in page
    assert WAITS not in page
    # that it is maintained again, one person records
    sent |= {"version": 3, "allegation_state": "stands", "why_changed": WHY}
    assert "Bikram Lal alleged" in post(worker, form, sent)
    assert current(worker, alleged).asked_by is None


def test_a_name_or_source_that_the_child_gave_is_replaced_in_words(
    child: Child, worker: Staff, alleged: AllegedPerpetrator
) -> None:
    form = path(child, alleged)
    sent = ALLEGED | {"said_by_name": "", "version": 1}
    for change in ({"name": "Hari Das"}, {"name": ""}, {"said_by": "witness"}):
        assert NEEDS_WHY in refused(worker, form, sent | change)
    page = post(worker, form, sent | {"name": "Hari Das", "why_changed": WHY})
    assert "Hari Das alleged" in page
    assert "Earlier names Bikram Lal" in page
    # other details need none, and the last reason stays
    page = post(worker, form, sent | {"name": "Hari Das", "marks": "A scar", "version": 2})
    assert "A scar" in page
    assert WHY in page


def test_other_sources_may_be_renamed_without_a_reason(child: Child, worker: Staff) -> None:
    with acting(worker):
        heard = people.alleged(child, worker, said_by="witness")
    sent = ALLEGED | {"said_by": "witness", "name": "Hari Das", "version": 1}
    assert "Earlier names Bikram Lal" in post(worker, path(child, heard), sent)


def test_the_database_lets_no_one_end_an_allegation_alone(
    child: Child, worker: Staff, leader: Staff, alleged: AllegedPerpetrator
) -> None:
    def change(person: Staff, **values: Any) -> None:
        row = current(person, alleged)
        with acting(person), transaction.atomic():
            writing.change(row, actor=person, **values)

    for values in (
        {"allegation_state": "taken_back"},
        {"allegation_state": "taken_back", "asked_state": "taken_back", "asked_by": worker.pk},
    ):
        with pytest.raises(DatabaseError, match="a second person says"):
            change(worker, **values)
    with pytest.raises(DatabaseError, match="another person acted"):
        change(worker, asked_state="taken_back", asked_by=leader.pk)
    change(worker, asked_state="taken_back", asked_by=worker.pk)
    with pytest.raises(DatabaseError, match="a second person says"):
        change(worker, allegation_state="taken_back")
    with pytest.raises(DatabaseError, match="a second person says"):
        change(leader, allegation_state="mistaken")
    change(leader, allegation_state="taken_back")
    assert "Bikram Lal Withdrawn by the source" in read(worker, address(AROUND, child))
