"""The child's view has a weight, options their reasons, and the letter to the child names no one."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.agencies.record_kit.actions import add_record
from saathi.people.around.models import Relation
from saathi.protection.decisions.best_interests import assessment_rules, letter_rules
from saathi.protection.decisions.best_interests.actions import determining
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import (
    Determination,
    PanelMember,
    SolutionOption,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.protection.decisions.best_interests.test_determinations import opened, stored
from tests.roles import acting


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("You can live with Kamala from Monday.", ["Kamala Devi Thapa"], ["kamala"]),
        ("तिमी कमला सँग बस्न सक्छौ।", ["Kamala Thapa"], ["kamala"]),
        ("You can live with your aunt.", ["Aunt Kamala", "Mother"], []),
        ("Dear Sunita Mahato, you stay here.", ["Ram Mahato"], []),  # the child's own name
        ("", ["Kamala"], []),
    ],
)
def test_names_of_the_file_in_a_text_for_the_child(
    text: str, names: list[str], found: list[str]
) -> None:
    assert letter_rules.names_in_text(text, names, own=["Sunita Mahato"]) == found


@pytest.mark.parametrize(
    ("view", "said", "why", "complete"),
    [
        ("told", "Home", "", True),
        ("told", " ", "", False),
        ("chose_not", "", "", True),
        ("too_young", "", "", True),
        ("not_asked", "", "", False),
        ("not_asked", "", "In hospital", True),
        ("", "", "", False),
    ],
)
def test_view_of_the_child_or_the_reason(view: str, said: str, why: str, complete: bool) -> None:
    assert assessment_rules.is_view_complete(view, said=said, why_not_heard=why) is complete


def refused_codes(found: Determination, around: ChildFileCast, **columns: object) -> list[str]:
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(opened(found, around.supervisor), around.supervisor, **columns)
    return [reason.code for reason in refused.value.reasons]


def force(found: Determination, around: ChildFileCast, match: str, **columns: object) -> None:
    """The database refuses what passes the action."""
    with acting(around.supervisor):
        for member in PanelMember.objects.filter(determination=found):
            writing.change(member, actor=around.supervisor, vote="for")
        values = factory.decision(found, **columns).columns | {
            "is_reasoned": True,
            "is_panel_named": True,
            "decided_by": around.supervisor.pk,
            "state": "decided",
        }
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(stored(found), actor=around.supervisor, **values)


@pytest.mark.requirement("BID-005")
def test_view_that_was_given_is_not_weighed_as_none(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    assert "weight" in refused_codes(found, around, weight="no_view")
    force(found, around, "a view, which has a weight", weight="no_view")


@pytest.mark.requirement("BID-009")
def test_option_without_reasons_is_not_set_aside(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    force(found, around, "set aside without reasons")
    with acting(around.supervisor):
        for option in SolutionOption.objects.filter(determination=found):
            writing.change(option, actor=around.supervisor, is_set_aside=True)
        values = factory.decision(found).columns | {
            "is_reasoned": True,
            "is_panel_named": True,
            "decided_by": around.supervisor.pk,
            "state": "decided",
        }
        assert writing.change(stored(found), actor=around.supervisor, **values).decided_by


@pytest.mark.requirement("BID-012")
def test_child_is_told_in_a_language_and_how_to_challenge(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    factory.decide(opened(found, around.supervisor), around.supervisor)
    today = around.worker.office.today()
    told = {"told_on": today, "told_language": "ne"}
    ours = opened(found, around.worker)
    with acting(around.worker):
        with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
            determining.tell_child(
                determination=ours, columns=told, version=ours.version, actor=around.worker
            )
        assert [reason.code for reason in refused.value.reasons] == ["challenge"]
        for columns in (told, told | {"is_challenge_said": True, "told_language": ""}):
            with (
                pytest.raises(IntegrityError, match="how to challenge"),
                transaction.atomic(),
            ):
                writing.change(stored(found), actor=around.worker, state="told", **columns)
    ours = opened(found, around.worker)
    with acting(around.worker):
        ours.challenge = "With the committee, within 30 days."
        determining.tell_child(
            determination=ours, columns=told, version=ours.version, actor=around.worker
        )
    assert (stored(found).state, stored(found).is_challenge_said) == ("told", True)
    entries = cast.entries(kind="wrote", file_id=around.file_id, by=around.worker.pk)
    assert any(found.pk in entry.objects_seen for entry in entries)


def test_letter_to_the_child_names_no_relative(around: ChildFileCast) -> None:
    with acting(around.worker):
        aunt = Relation(file_id=around.file_id, child=around.case.child, kind="aunt_uncle")
        aunt.name = "Kamala Thapa"
        add_record(record=aunt, actor=around.worker)
    found = factory.ready(around.case, around.worker, around.supervisor)
    ours = opened(found, around.supervisor)
    ours.for_child = "You can go to Kamala after the exam."
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(ours, around.supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["for_child"]
    ours = opened(found, around.supervisor)
    ours.for_child = "You can go to your aunt after the exam."
    assert factory.decide(ours, around.supervisor).decided_on
