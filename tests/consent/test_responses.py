"""That the child disagreed with a decision stays; another person corrects a wrong entry, with a reason."""

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.consent.models import Decision
from saathi.consent.response_rules import reasons_against_other_response
from saathi.consent.vocabulary import ChildAgreement
from saathi.people.models import Child
from tests.attacks.proofs import update_proved
from tests.factories import agencies, children, rights, teams
from tests.protection.justice.compensation.test_measures import refused as refused_by_database
from tests.reading import day, post, refused
from tests.roles import acting

pytestmark = pytest.mark.django_db
TABLE = "consent_decision"
STAYS = "The child disagreed, and this stays."
VIEWS = "I do not want to go to my uncle"
WHY = "The interpreter confirmed that the child agreed"
SENT = {
    "kind": "placement", "what": "Stays with the uncle", "decided_by": "together", "weight": "otherwise",
    "child_participation": "in_person", "views": VIEWS, "best": "School", "equal": "Yes",
    "develop": "Safe", "harm": "None known", "answer": "We ask again in May",
    "agreement": "disagrees", **day("decided_on"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "is_author", "why", "keeps_words", "codes"),
    [
        ("disagrees", "disagrees", True, "", True, []),
        ("disagrees", "disagrees", False, WHY, False, ["views"]),
        ("disagrees", "agrees", True, WHY, True, ["agreement"]),
        ("disagrees", "unsure", True, "", False, ["agreement", "views"]),
        ("disagrees", "agrees", False, "a wrong entry", True, ["correction"]),
        ("disagrees", "agrees", False, WHY, False, []),
        ("agrees", "disagrees", True, "", False, []),
        ("unsure", "agrees", True, "", False, []),
    ],
)
def test_disagreement_is_not_edited(
    before: str, after: str, is_author: bool, why: str, keeps_words: bool, codes: list[str]
) -> None:
    reasons = reasons_against_other_response(
        ChildAgreement(before), ChildAgreement(after),
        is_author=is_author, why=why, keeps_words=keeps_words,
    )  # fmt: skip
    assert [reason.code for reason in reasons] == codes


@pytest.mark.requirement("CPL-005")
def test_disagreement_with_a_decision_is_corrected_by_another_person_alone() -> None:
    worker = agencies.staff("case_worker")
    child: Child = children.case(worker).child
    second: Staff = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, second, TeamRole.CASE_WORKER)
    with acting(worker):
        decision = rights.decision(child, worker)
    path = reverse("consent:change_decision", args=[child.file_id, decision.pk])

    post(second, path, SENT | {"version": 1})  # the second person wrote "disagrees"
    turned = {"version": 2, "agreement": "agrees", "views": "Wants to stay", "correction": WHY}
    for person in (worker, second):
        page = refused(person, path, SENT | turned)
        assert STAYS in page
        assert "The child’s wishes stay as recorded." in page
        with acting(person), refused_by_database("the disagreement of the child stays"):
            update_proved(connection.connection, person, TABLE, {"agreement": "'agrees'"})

    third = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, third, TeamRole.CASE_WORKER)
    assert "Enter why the entry was wrong" in refused(
        third, path, SENT | turned | {"correction": "."}
    )
    page = post(third, path, SENT | turned)
    assert f"Entry corrected {WHY}" in page
    with acting(third):
        stored = Decision.objects.get()
        assert (stored.agreement, stored.editors) == ("agrees", [second.pk, third.pk])
