"""Choosing colleagues by search: the people found, ambiguous names, and the suggestions."""

import json

import pytest
from django import forms

from saathi.agencies.models import Staff
from saathi.agencies.staff_search import SeveralStaffField, StaffKind, StaffSearchField
from tests.factories import agencies, children
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SUGGEST = "/agency/staff/suggest/"


class OneForm(forms.Form):
    staff = StaffSearchField(kind=StaffKind.CASE_WORKER, label="Case worker")


class ManyForm(forms.Form):
    staff = SeveralStaffField(kind=StaffKind.ANYBODY, label="Colleagues", required=False)


@pytest.fixture
def leader() -> Staff:
    return agencies.staff("supervisor")


def one(actor: Staff, **data: str) -> OneForm:
    form = OneForm(data)
    form.fields["staff"].prepare(actor)  # type: ignore[attr-defined]
    with acting(actor):
        form.full_clean()
    return form


def many(actor: Staff, *first: Staff, **data: object) -> ManyForm:
    form = ManyForm(data)
    form.fields["staff"].prepare(actor, first)  # type: ignore[attr-defined]
    return form


def suggested(staff: Staff, asked: str, kind: str = "case_worker") -> list[str]:
    answer = signed_in(staff).post(SUGGEST, {"asked": asked, "kind": kind})
    assert answer.status_code == 200
    return [person["label"] for person in json.loads(answer.content)["staff"]]


def test_suggestions_are_for_those_who_choose_colleagues(leader: Staff) -> None:
    for role_kind in ("administrator", "rapporteur", "oversight"):
        answer = signed_in(agencies.staff(role_kind)).post(
            SUGGEST, {"asked": "a", "kind": "anybody"}
        )
        assert answer.status_code == 404
    assert signed_in(leader).post(SUGGEST, {"asked": "a", "kind": "else"}).status_code == 404


def test_text_that_the_database_cannot_store_finds_no_one(leader: Staff) -> None:
    """A NUL comes from no keyboard, but from a program that sends forms."""
    form = one(leader, staff_search="Asha\0x", staff_chosen="\0")
    assert not form.is_valid()
    assert suggested(leader, "Asha\0x") == []


def test_suggestions_are_colleagues_of_the_kind(leader: Staff) -> None:
    rishi = agencies.staff("case_worker", leader.office, name="Rishi Thapa")
    agencies.staff("case_worker", name="Rishi Elsewhere")
    agencies.staff("house_mother", leader.office, name="Rishi Mother")
    agencies.staff("case_worker", leader.office, name="Rishi Gone", is_active=False)
    label = f"Rishi Thapa, {leader.office.name}"
    assert suggested(leader, "rishi") == [label]
    assert suggested(leader, f"thapa {leader.office.name}") == [label]
    assert len(suggested(leader, "rishi", "colleague")) == 2
    assert suggested(leader, "") == suggested(leader, "%") == []
    assert one(leader, staff_search=label).is_valid()
    assert rishi.office == leader.office


def test_one_match_is_chosen_and_several_are_asked_back(leader: Staff) -> None:
    tilak = agencies.staff("case_worker", leader.office, name="Tilak Subedi")
    other = agencies.staff("case_worker", leader.office, name="Tilak Rai")
    form = one(leader, staff_search="subedi")
    assert form.is_valid()
    assert form.cleaned_data["staff"] == tilak
    form = one(leader, staff_search="tilak")
    assert not form.is_valid()
    assert "Several colleagues match" in str(form.errors["staff"])
    assert str(other.pk) in str(form["staff"])
    form = one(leader, staff_search="tilak", staff_chosen=str(other.pk))
    assert form.is_valid()
    assert form.cleaned_data["staff"] == other
    chosen = f'<option value="{other.pk}" selected>'
    assert chosen in str(form["staff"]), "a page that shows the form again keeps the choice"


def test_changed_text_is_a_new_search_and_unchanged_text_leaves_the_choice(leader: Staff) -> None:
    first = agencies.staff("case_worker", leader.office, name="Tilak Subedi")
    other = agencies.staff("case_worker", leader.office, name="Tilak Rai")
    offered = one(leader, staff_search="tilak")
    assert 'name="staff_searched" value="tilak"' in str(offered["staff"])
    for text, chosen, expected in (
        ("tilak", other, other),
        ("", other, other),
        ("tilak subedi", other, first),
        ("subedi", None, first),
    ):
        typed = {"staff_search": text, "staff_searched": "tilak"}
        form = one(leader, **typed, staff_chosen=str(chosen.pk) if chosen else "")
        assert form.is_valid(), text
        assert form.cleaned_data["staff"] == expected, text
    words = {"staff_search": f"{leader.office.name} tilak"}  # words in another order
    form = one(leader, **words, staff_searched=words["staff_search"], staff_chosen=str(other.pk))
    assert form.is_valid()
    typed = {"staff_search": leader.office.name, "staff_searched": "tilak"}
    assert not one(leader, **typed, staff_chosen=str(other.pk)).is_valid(), "several work there"


def test_browser_requires_neither_the_text_nor_a_choice_once_colleagues_are_listed(
    leader: Staff,
) -> None:
    for name in ("Tilak Rai", "Tilak Subedi"):
        agencies.staff("case_worker", leader.office, name=name)
    blank = OneForm()
    assert str(blank["staff"]).count(" required") == 1
    assert " required" not in str(one(leader, staff_search="tilak")["staff"])


def test_no_one_and_nothing_are_said(leader: Staff) -> None:
    assert "No colleague" in str(one(leader, staff_search="No one").errors)
    assert "required" in str(one(leader).errors)
    stranger = agencies.staff("case_worker")
    assert not one(leader, staff_chosen=str(stranger.pk), staff_search=stranger.name).is_valid()


def test_two_of_one_name_are_distinguished(leader: Staff) -> None:
    first, second = (
        agencies.staff("case_worker", leader.office, name="Asha Rai") for _number in range(2)
    )
    form = one(leader, staff_search=f"Asha Rai, {leader.office.name}")
    assert not form.is_valid()
    for person in (first, second):
        assert str(person.pk) in str(form["staff"])


def test_many_colleagues_ask_for_more_of_the_name(leader: Staff) -> None:
    for number in range(12):
        agencies.staff("case_worker", leader.office, name=f"Maya {number}")
    form = one(leader, staff_search="maya")
    assert "type more" in str(form.errors["staff"])
    assert str(form["staff"]).count("<option") == 11


def test_several_are_ticked_and_others_found(leader: Staff) -> None:
    team = agencies.staff("case_worker", leader.office, name="Of The Team")
    far = agencies.staff("administrator", agencies.office(leader.agency), name="Far Away")
    form = many(leader, team)
    assert str(team.pk) in str(form["staff"])
    assert str(far.pk) not in str(form["staff"])
    form = many(leader, team, staff_search="far", staff_chosen=[str(team.pk)])
    assert form.is_valid()
    assert form.cleaned_data["staff"] == [team.pk, far.pk]
    further = agencies.staff("administrator", far.office, name="Far Further")
    form = many(leader, team, staff_search="far", staff_chosen=[str(team.pk)])
    assert "Select them below, or clear the search" in str(form.errors)
    assert str(far.pk) in str(form["staff"])
    assert str(further.pk) in str(form["staff"])
    form = many(leader, team, staff_chosen=[str(team.pk), str(far.pk)])
    assert form.is_valid()
    assert set(form.cleaned_data["staff"]) == {team.pk, far.pk}
    stranger = agencies.staff()
    form = many(leader, staff_chosen=[str(stranger.pk), "nonsense"])
    assert form.is_valid()
    assert form.cleaned_data["staff"] == []


def test_colleagues_of_the_own_office_come_first(leader: Staff) -> None:
    far = agencies.office(leader.agency)
    for name in ("Asha Rai", "Binod Rai"):
        agencies.staff("case_worker", far, name=name)
    agencies.staff("case_worker", leader.office, name="Sita Rai")
    own, *others = suggested(leader, "rai")
    assert own == f"Sita Rai, {leader.office.name}"
    assert others == [f"Asha Rai, {far.name}", f"Binod Rai, {far.name}"]
    assert str(one(leader, staff_search="rai")["staff"]).index("Sita") < str(
        one(leader, staff_search="rai")["staff"]
    ).index("Asha")


def test_those_who_assign_see_the_open_cases_of_a_worker(leader: Staff) -> None:
    rishi = agencies.staff("case_worker", leader.office, name="Rishi Thapa")
    agencies.staff("case_worker", leader.office, name="Rishi Rai")
    children.case(rishi)
    asked = {"asked": "rishi", "kind": "case_worker"}
    notes = {
        person["label"]: person["note"]
        for person in json.loads(signed_in(leader).post(SUGGEST, asked).content)["staff"]
    }
    assert notes[f"Rishi Thapa, {leader.office.name}"] == "1 open case"
    assert "1 open case" in str(one(leader, staff_search="rishi")["staff"])
    assert b"open case" not in signed_in(rishi).post(SUGGEST, asked).content
