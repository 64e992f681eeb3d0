"""Members of a panel: fields, undertakings, declared conflicts, and the case worker by name."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.protection.decisions.best_interests.actions import determining
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import PanelMember
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.protection.decisions.best_interests.test_determinations import opened, stored
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def test_members_of_one_field_or_without_an_undertaking_do_not_decide(
    around: ChildFileCast,
) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    with acting(around.supervisor):
        members = list(PanelMember.objects.filter(determination=found))
        for changed, why in (
            ({"undertaking": "not_signed"}, "undertaking"),
            ({"undertaking": "signed", "function": "other"}, "one field"),
        ):
            for member in members:
                writing.change(member, actor=around.supervisor, vote="for", **changed)
            with pytest.raises(BestInterestsRefused), transaction.atomic():
                factory.decide(opened(found, around.supervisor), around.supervisor)
            with pytest.raises(IntegrityError, match=why), transaction.atomic():
                writing.change(
                    stored(found),
                    actor=around.supervisor,
                    **factory.decision(found).columns,
                    state="decided",
                    is_reasoned=True,
                    decided_by=around.supervisor.pk,
                )


def test_declared_conflict_stays_and_the_case_worker_is_known_by_name(
    around: ChildFileCast,
) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    with acting(around.supervisor):
        member = PanelMember.objects.filter(determination=found)[0]
        writing.change(member, actor=around.supervisor, conflict="declared")
    client, path = signed_in(around.supervisor), f"{around.url}best-interests/panel/{member.pk}/"
    page = client.get(path).content.decode()
    refused = client.post(path, filled.form(page, conflict="none"))
    assert "A conflict of interest that was declared stays." in words(refused.content)
    with acting(around.supervisor):
        with pytest.raises(IntegrityError, match="conflict of interest"), transaction.atomic():
            writing.change(member, actor=around.supervisor, conflict="none")
        typed = PanelMember.objects.filter(determination=found)[1]
        records.open_texts(typed)
        typed.name = around.worker.name.upper()
        determining.change_member(
            member=typed, columns={}, version=typed.version, actor=around.supervisor
        )
    with pytest.raises(BestInterestsRefused) as reasons, transaction.atomic():
        factory.decide(opened(found, around.supervisor), around.supervisor)
    assert "panel_function" in [reason.code for reason in reasons.value.reasons]
