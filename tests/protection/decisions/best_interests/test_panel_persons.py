"""Who sits on a panel and who was heard: names typed in another way, persons on record, relatives abroad."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.people.around.models import Relation
from saathi.protection.casework.cases.models import Seat
from saathi.protection.decisions.best_interests import panel_names, queries
from saathi.protection.decisions.best_interests.actions import determining
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import Determination, PanelMember
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.factories import rights
from tests.protection.decisions.best_interests.test_determinations import opened, stored
from tests.roles import acting, role


@pytest.fixture
def around(db: None) -> ChildFileCast:
    around = cast.around()
    with role("maintenance"):
        Seat.objects.create(
            file_id=around.file_id,
            case=around.case,
            role="house_mother",
            staff=around.house_mother,
            recorded_by=around.worker.pk,
        )
    return around


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Rishi Bhusal", "Rishi Bhusal (district board)", True),
        ("Maya Rai, doctor", "Dr Maya Rai", True),
        ("R. Bhusal", "Rishi Bhusal", True),
        ("RAI  Maya", "maya rai", True),
        (
            "डा. माया राई",
            "माया राई, अस्पताल",
            True,
        ),
        ("माया राई", "माया राई, अस्पताल", True),
        ("तिलक सुवेदी, DCWB", "Tilak Subedi", True),
        ("ऋषि भुसाल, hospital", "Rishi Bhusal", True),
        ("رشی بھوسال", "Rishi Bhusal", True),
        ("ঋষি ভুসাল", "Rishi Bhusal", True),
        ("ரிஷி புசால்", "Rishi Bhusal", True),
        ("රිෂි භුසාල්", "Rishi Bhusal", True),
        ("ऋषि भुसाल", "رشی بھوسال", True),
        ("محمد کریم", "Md Karim", True),
        ("Rishee Bhushal", "Rishi Bhusal", True),
        ("Rishibhusal", "Rishi Bhusal", True),
        ("Hospital, Rishi Bhusal", "Rishi Bhusal", True),
        ("Dr Sah", "Kiran Sah", True),
        ("Dr B Sah", "Kiran Sah, school", False),
        ("सीता राई", "Gita Rai", False),
        ("Kumar Rai", "Kiran Rai", False),
        ("Fatima Begum", "Fatima Khatun", False),
        ("Sabita Karki, district office", "Gita Lama, district office", False),
        ("Maya Rai", "Maya Thapa", False),
        ("Person A", "Person B", False),
        ("", "Maya Rai", False),
    ],
)
def test_name_typed_in_another_way_is_the_same_person(one: str, other: str, is_same: bool) -> None:
    assert panel_names.is_same_name(one, other) is is_same
    assert panel_names.is_same_name(other, one) is is_same


@pytest.mark.parametrize("name", ["", "Person A", "member 2", "N.N.", "Dr", "-"])
def test_words_that_name_no_one(name: str) -> None:
    assert not panel_names.parts_of_name(name)


def rename(found: Determination, around: ChildFileCast, *names: str, **columns: object) -> None:
    """Names the members of a panel, and changes the last one."""
    with acting(around.supervisor):
        members = queries.list_panel(around.supervisor, found)
        for place, (member, name) in enumerate(zip(members, names, strict=True)):
            member.name = name
            determining.change_member(
                member=member,
                columns=columns if place == len(names) - 1 else {},
                version=member.version,
                actor=around.supervisor,
            )


def refusal(found: Determination, around: ChildFileCast, **columns: object) -> list[str]:
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(opened(found, around.supervisor), around.supervisor, **columns)
    return [reason.code for reason in refused.value.reasons]


def force(found: Determination, around: ChildFileCast, match: str, **columns: object) -> None:
    """The database refuses the decision that passes the action."""
    with acting(around.supervisor):
        for member in PanelMember.objects.filter(determination=found):
            if not member.vote:
                writing.change(member, actor=around.supervisor, vote="for")
        values = factory.decision(found, **columns).columns | {
            "is_reasoned": True,
            "decided_by": around.supervisor.pk,
            "state": "decided",
        }
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(stored(found), actor=around.supervisor, **values)


@pytest.mark.requirement("BID-009")
@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Rishi Bhusal", "Rishi Bhusal (district board)", "Maya Rai, doctor"), "panel_twice"),
        (("Person A", "Person B", "Person C"), "panel_unnamed"),
        (("", "Gita Lama", "Maya Rai"), "panel_unnamed"),
    ],
)
def test_three_names_of_fewer_persons_are_no_panel(
    around: ChildFileCast, names: tuple[str, ...], code: str
) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    rename(found, around, *names)
    assert code in refusal(found, around)
    force(found, around, "different persons")


def named(person: Staff, name: str) -> None:
    """Gives a colleague this name."""
    with role("maintenance"):
        Staff.objects.filter(pk=person.pk).update(name=name)


@pytest.mark.requirement("BID-009")
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("worker", "the child’s case worker"),
        ("supervisor", "the person who records the decision"),
        ("house_mother", "a member of staff of the child’s home"),
    ],
)
def test_who_has_no_vote_has_none_under_a_name_in_another_script(
    around: ChildFileCast, who: str, said: str
) -> None:
    named(getattr(around, who), "Tilak Subedi")
    found = factory.ready(around.case, around.worker, around.supervisor)
    rename(found, around, "तिलक सुवेदी, DCWB", "Gita Lama", "Dr Maya Rai")
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(opened(found, around.supervisor), around.supervisor)
    assert {reason.code for reason in refused.value.reasons} == {"panel_function"}
    text = refused.value.reasons[1].text
    assert text.startswith("“तिलक सुवेदी, DCWB” may be Tilak Subedi, ")
    assert said in text
    force(found, around, "different persons")
    rename(found, around, "Sabita Karki", "Gita Lama", "Dr Maya Rai")
    assert factory.decide(opened(found, around.supervisor), around.supervisor).decided_on


@pytest.mark.requirement("BID-009")
@pytest.mark.parametrize("who", ["worker", "supervisor", "house_mother"])
def test_account_without_a_vote_has_none_in_the_database_either(
    around: ChildFileCast, who: str
) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    with acting(around.supervisor):
        member = PanelMember.objects.filter(determination=found)[0]
        writing.change(member, actor=around.supervisor, staff=getattr(around, who))
    assert "panel_function" in refusal(found, around)
    force(found, around, "without a vote")


def test_refused_member_is_named_with_whom_it_matched(around: ChildFileCast) -> None:
    found = factory.determination(around.case, around.worker)
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.add_panel(found, around.supervisor, name="सबिता कार्की, school")
    [reason] = refused.value.reasons
    assert reason.text == (
        "“Sabita Karki, district office” and “सबिता कार्की, school” may be one person, who can be on "
        "the panel only once. Enter the full name of both, or name another member."
    )


@pytest.mark.requirement("BID-009")
def test_declared_conflict_stays_with_the_person_however_named(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    rename(found, around, "Sabita Karki", "Gita Lama", "Dr Maya Rai", conflict="declared")
    again = factory.fill(
        PanelMember(file_id=found.file_id, determination=found),
        function="health", name="Maya Rai, doctor", conflict="none", undertaking="signed",
    )  # fmt: skip
    with acting(around.supervisor):
        with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
            determining.list_for_meeting(
                determination=opened(found, around.supervisor),
                columns={},
                panel=[again],
                version=stored(found).version,
                actor=around.supervisor,
            )
        assert [reason.code for reason in refused.value.reasons] == ["panel_twice"]
        declared = PanelMember.objects.get(determination=found, conflict="declared")
        records.open_texts(declared)
        declared.name = "Bimala Shrestha"
        with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
            determining.change_member(
                member=declared, columns={}, version=declared.version, actor=around.supervisor
            )
        assert [reason.code for reason in refused.value.reasons] == ["conflict"]
        # Recorded without the check, the person still has no vote under another name.
        writing.add(again, actor=around.supervisor)
    with acting(around.supervisor):
        fourth = factory.fill(
            PanelMember(file_id=found.file_id, determination=found),
            function="law", name="Bimala Shrestha", conflict="none", undertaking="signed",
        )  # fmt: skip
        writing.add(fourth, actor=around.supervisor)
    assert "panel_conflict" in refusal(found, around)


@pytest.mark.requirement("BID-005")
@pytest.mark.parametrize("person", ["guardian", "parents", "caregiver"])
def test_who_is_on_record_is_not_answered_with_there_is_none(
    around: ChildFileCast, person: str
) -> None:
    answers = {"guardian": "heard", "parents": "heard", "caregiver": "heard", person: "missing"}
    found = factory.ready(around.case, around.worker, around.supervisor, **answers)
    with acting(around.worker):
        if person == "guardian":
            rights.guardian(around.case.child, around.worker)
        else:
            kind, is_carer = ("mother", "no") if person == "parents" else ("aunt_uncle", "yes")
            relation = Relation(
                file_id=around.file_id, child=around.case.child, kind=kind, is_carer=is_carer
            )
            add_record(record=relation, actor=around.worker)
    assert refusal(found, around) == [person]
    force(found, around, "on record")
    with acting(around.worker):
        again = factory.determination(around.case, around.worker, **answers)
    factory.add_options(again, around.worker)
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.submit(again, around.worker)
    assert person in [reason.code for reason in refused.value.reasons]


@pytest.mark.requirement("BID-009")
def test_relatives_abroad_need_a_full_assessment_and_age_as_a_return(around: ChildFileCast) -> None:
    found = factory.ready(
        around.case, around.worker, around.supervisor,
        assessment=None, no_assessment_why="The child came last night.",
    )  # fmt: skip
    with acting(around.worker):
        factory.add_options(stored(found), around.worker, options=("relatives",))
        factory.submit(opened(found, around.worker), around.worker)
    abroad = {"solution": "relatives", "country": "IND"}
    assert refusal(found, around, **abroad) == ["assessment"]
    force(found, around, "full assessment", **abroad)
    decided = factory.decide(
        opened(found, around.supervisor), around.supervisor, solution="relatives", country=""
    )
    assert decided.state == "decided"
