"""Who was heard before a determination, and that none of its authors decides."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import (
    Determination,
    PanelMember,
    SolutionOption,
)
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.factories import best_interests as factory
from tests.reading import read
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def stored(found: Determination) -> Determination:
    with role("maintenance"):
        return Determination.objects.get(pk=found.pk)


@pytest.mark.requirement("BID-005")
def test_guardian_who_was_not_reached_delays_no_decision_for_ever(around: ChildFileCast) -> None:
    reached = {"guardian": "not_reached", "unheard_why": "Three calls and a visit, all in March"}
    found = factory.ready(around.case, around.worker, around.supervisor, **reached)
    page = read(around.supervisor, f"/best-interests/determinations/{found.pk}/")
    assert "The legal guardian was not heard" in page
    assert "Three calls and a visit" in page
    # Only forms ask for the reason.
    assert "Not reached" in page
    assert "give the reason" not in page
    form = read(around.worker, reverse("best_interests:open_determination", args=[around.file_id]))
    assert "Not reached (give the reason)" in form
    assert "Decided not to ask (give the reason)" in form
    assert factory.decide(found, around.supervisor).state == "decided"


def test_none_of_those_who_changed_a_report_decides(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    second = agencies.staff("supervisor", around.worker.office)
    factory.add_options(found, around.supervisor, options=("stay",))
    factory.add_options(stored(found), second, options=("family",))
    unnamed = factory.fill(
        SolutionOption(file_id=found.file_id, determination=found), option="kafala", real_today="no"
    )
    third = agencies.staff("supervisor", around.worker.office)
    with acting(third), pytest.raises(IntegrityError, match="who changed"), transaction.atomic():
        writing.add(unnamed, actor=third)
    with acting(third), pytest.raises(IntegrityError, match="who changed"), transaction.atomic():
        writing.change(stored(found), actor=third, guardian="declined")
    factory.submit(stored(found), around.worker)
    assert stored(found).editors == [around.supervisor.pk, second.pk]
    for author in (around.supervisor, second):
        with acting(author):
            opened = Determination.objects.get(pk=found.pk)
            records.open_texts(opened)
        with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
            factory.decide(opened, author)
        assert [reason.code for reason in refused.value.reasons] == ["author"]
        with acting(author):
            for member in PanelMember.objects.filter(determination=found):
                writing.change(member, actor=author, vote="for")
            opened = Determination.objects.get(pk=found.pk)
            values = {"is_reasoned": True, "decided_by": author.pk, "state": "decided"}
            values |= factory.decision(found).columns
            with pytest.raises(IntegrityError, match="author"), transaction.atomic():
                writing.change(opened, actor=author, **values)
