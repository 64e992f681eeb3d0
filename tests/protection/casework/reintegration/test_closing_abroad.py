"""Closing the case of a child who was transferred abroad needs follow-up there, whatever the reason."""

from functools import partial

import psycopg
import pytest
from django.db import DatabaseError
from django.db.transaction import atomic

from saathi.agencies import writing
from saathi.desk import actions as desk
from saathi.protection.casework.cases.actions import closing as closings
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.models import Assessment, Closing
from saathi.protection.casework.reintegration import evaluation_rules
from tests import filled
from tests.desk.cast import ChildFileCast
from tests.factories import transfers
from tests.protection.casework.reintegration import steps
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

DB_ERRORS = (DatabaseError, psycopg.Error)


def codes_of(around: ChildFileCast) -> set[str]:
    with acting(around.supervisor):
        return {matter.code for matter in desk.list_open_matters(around.case)}


@pytest.mark.parametrize(
    ("is_abroad", "is_followed", "is_heard", "has_exception", "is_missing"),
    [
        (False, False, False, False, False),
        (True, False, False, False, True),
        (True, True, False, False, True),
        (True, False, True, False, True),
        (True, True, True, False, False),
        (True, False, False, True, False),
    ],
)
def test_what_closing_after_a_transfer_lacks(
    is_abroad: bool, is_followed: bool, is_heard: bool, has_exception: bool, is_missing: bool
) -> None:
    found = evaluation_rules.missing_after_transfer(
        is_abroad=is_abroad,
        is_followed=is_followed,
        is_heard=is_heard,
        has_exception=has_exception,
    )
    assert found == ["transfer_unfollowed"] * is_missing


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
@pytest.mark.requirement("REI-011")
def test_case_of_a_child_abroad_closes_only_with_follow_up_there_or_an_approved_reason() -> None:
    moved = transfers.cast()
    transfers.received(moved, transfers.handed_over(moved))
    people = (moved.supervisor, moved.supervisor, moved.supervisor, moved.receiver)
    around = ChildFileCast(moved.case, moved.worker, *people)
    assert "transfer_unfollowed" in codes_of(around)
    with acting(around.worker):
        approval = closings.request_closing(
            case=around.case,
            new=closings.ClosingInput("moved_away", "refused", summary="An agency there helps"),
            version=around.case.version,
            actor=around.worker,
        )
        assessed = Assessment(
            file_id=around.file_id, case=around.case, assessed_on=steps.today(around), risk="low"
        )
        writing.add(assessed, actor=around.worker)
    with acting(around.supervisor):
        closing = Closing.objects.select_related("case__office").get(pk=approval.subject_id)
        close = partial(closings.close_case, case=closing.case, closing=closing,
                        actor=around.supervisor)  # fmt: skip
        matters = [
            m for m in desk.list_open_matters(closing.case) if m.code == "transfer_unfollowed"
        ]
        with pytest.raises(ApprovalRefused), atomic():
            close(open_matters=matters)
        with pytest.raises(DB_ERRORS, match="no follow-up in the other country"), atomic():
            close(open_matters=())

    # The page asks for follow-up there; not arranged, it needs a reason that a second person approves.
    client = signed_in(around.worker)
    path = f"{around.url}final-evaluation/new/"
    usual = {"heard": "heard", "child_words": "I go to school", "contact_again": "refuses",
             "aftercare": "Room", "care_outcome": "family", "family_assessment": "safe"}  # fmt: skip
    form = client.get(path).content.decode()
    assert (
        "Enter who follows up there"
        in read(client.post(path, filled.form(form, follow_up_abroad="agency", **usual)))[0]
    )
    assert (
        client.post(path, filled.form(form, follow_up_abroad="not_arranged", **usual)).status_code
        == 302
    )
    assert "transfer_unfollowed" in codes_of(around)
    sent = filled.form(
        client.get(path).content.decode(), follow_up_abroad="agency",
        followed_by="Committee in Patna, Ms Devi, for 2 years", **usual,
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    assert "transfer_unfollowed" not in codes_of(around)
    with acting(around.supervisor):
        assert close(open_matters=()).status == "closed"


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("opened_in_error", {"evaluation": "refused"}),
        ("informed_request", {"knows_what_it_means": True, "evaluation": "refused"}),
        ("duplicate", {"evaluation": "refused", "other_case": "BAL-0001"}),
    ],
)
def test_transferred_child_is_followed_up_abroad_whatever_the_reason_for_closing(
    reason: str, more: dict[str, object]
) -> None:
    moved = transfers.cast()
    transfers.received(moved, transfers.handed_over(moved))
    with acting(moved.worker):
        approval = closings.request_closing(
            case=moved.case,
            new=closings.ClosingInput(reason, summary="An agency there helps", **more),
            version=moved.case.version,
            actor=moved.worker,
        )
    with acting(moved.supervisor):
        closing = Closing.objects.select_related("case__office").get(pk=approval.subject_id)
        matters = desk.list_open_matters(closing.case)
        close = partial(closings.close_case, case=closing.case, closing=closing,
                        actor=moved.supervisor)  # fmt: skip
        with pytest.raises(ApprovalRefused) as refused, atomic():
            close(open_matters=matters)
        assert "transfer_unfollowed" in [found.code for found in refused.value.reasons]
        with pytest.raises(DB_ERRORS, match="no follow-up in the other country"), atomic():
            close(open_matters=())
