"""Whether a consent holds against the child's answers: by the rule, by the database, and on the page."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.consent import actions
from saathi.consent.models import Consent
from saathi.consent.queries import is_refused_since, list_known_answers, refused_since
from saathi.consent.record_facts import answer_of_consent
from saathi.consent.rules import refused_on
from saathi.consent.vocabulary import ConsentScope
from saathi.people.models import Child
from tests.counting import at_most
from tests.factories import agencies, children, rights
from tests.reading import address, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SCOPE = ConsentScope.PICTURE_OR_RECORDING
DAYS = {day: rights.DAY + dt.timedelta(days=day) for day in range(-2, 3)}
YES, NO, NOT_ASKED, GUARDIAN, DUTY = "yes", "no", "not_asked", "guardian", "duty"

# The answers before the consent is looked at (answer, day, whether withdrawn), the consent (basis,
# answer) of day 0, and the day of the refusal in force.
ANSWERS = [
    ([], (GUARDIAN, NOT_ASKED), None),
    ([(NO, -1, False)], (GUARDIAN, NOT_ASKED), -1),
    ([(NO, -2, False), (YES, -1, False)], (GUARDIAN, NOT_ASKED), None),
    ([(NO, -2, False), (YES, -1, True)], (GUARDIAN, NOT_ASKED), -2),
    ([(YES, -2, False), (NO, -1, False)], (GUARDIAN, NOT_ASKED), -1),
    ([(NO, -1, True)], (GUARDIAN, NOT_ASKED), -1),
    ([(NO, 1, False)], (GUARDIAN, NOT_ASKED), 1),
    ([(NO, -1, False), (YES, 1, False)], (GUARDIAN, NOT_ASKED), None),
    ([(NO, 0, False)], (GUARDIAN, NOT_ASKED), 0),
    ([(NO, -1, False)], ("assent", YES), None),
    ([(NO, 1, False)], ("assent", YES), 1),
    ([(NO, -1, False)], ("consent", YES), None),
    ([(NO, 1, False)], ("consent", YES), 1),
    ([(NO, 1, False), (YES, 2, False)], ("consent", YES), None),
    ([(NO, -1, False)], (GUARDIAN, YES), None),
    ([(NO, -1, False), (NO, 1, False)], (DUTY, NOT_ASKED), None),
    ([(NO, -1, False)], ("vital", NO), None),
    ([], ("refused", NO), 0),
]


@pytest.fixture
def worker() -> Staff:
    return agencies.staff("case_worker")


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.case(worker).child


def given(child: Child, worker: Staff, basis: str, answer: str) -> Consent:
    """A consent or other legal basis for pictures."""
    if basis in {GUARDIAN, "assent"}:
        return rights.guardians_consent(
            child, worker, scopes=("picture",), basis=basis, answer=answer
        )
    return rights.consent(
        child, worker, scopes=("picture",), basis=basis, answer=answer, reason="The law."
    )


def answered(child: Child, worker: Staff, answer: str, day: int, *, is_withdrawn: bool) -> None:
    """The child's answer on a day, recorded as a consent, or with a law for a "no"."""
    basis = "consent" if answer == YES else DUTY
    recorded = rights.consent(
        child, worker, scopes=("picture",), basis=basis, answer=answer, reason="The law.",
        given_on=DAYS[day],
    )  # fmt: skip
    if is_withdrawn:
        actions.withdraw_consent(consent=recorded, version=recorded.version, actor=worker)


@pytest.mark.requirement("GDN-001")
@pytest.mark.parametrize(("answers", "asked", "refused"), ANSWERS)
def test_latest_answer_of_the_child_counts(
    child: Child,
    worker: Staff,
    answers: list[tuple[str, int, bool]],
    asked: tuple[str, str],
    refused: int | None,
) -> None:
    with acting(worker):
        consent = given(child, worker, *asked)
        for answer, day, is_withdrawn in answers:
            answered(child, worker, answer, day, is_withdrawn=is_withdrawn)
        # About something else, and of another child: no answer to this.
        rights.consent(child, worker, basis=DUTY, answer=NO, reason="The law.")
        answered(children.case(worker).child, worker, NO, 2, is_withdrawn=False)
        told = refused_on(answer_of_consent(consent), list_known_answers(worker, child), SCOPE)
        by_database = is_refused_since(consent.pk, SCOPE)
        found = Consent.objects.filter(pk=consent.pk).exclude(refused_since(SCOPE)).exists()
    assert told == (None if refused is None else DAYS[refused])
    assert (by_database, found) == (refused is not None, refused is None)


def test_page_says_for_what_the_guardians_consent_does_not_hold(
    child: Child, worker: Staff
) -> None:
    path = address("consent:show_consent", child)
    with acting(worker):
        rights.guardians_consent(child, worker, scopes=("picture",))
        rights.guardians_consent(child, worker, scopes=("picture", "health"))
    assert "Not valid" not in words(signed_in(worker).get(path).content)
    with acting(worker):
        answered(child, worker, NO, -1, is_withdrawn=False)
    client = signed_in(worker)
    with at_most(20):
        page = words(client.get(path).content)
    assert page.count("Not valid for Picture or recording") == 2
    assert page.count("The child refused on 1 March 2026. Ask the child again") == 2
    # The state of the one that holds for nothing; the other still covers health care.
    assert page.count("Not valid: the child refused") == 1
    # Two consents of the guardian; the child's "no" was recorded with a legal obligation.
    assert page.count("Withdraw consent") == 2
    assert page.count("Withdraw legal basis") == 1


def test_page_to_withdraw_speaks_of_a_consent_only_where_the_basis_is_one(
    child: Child, worker: Staff
) -> None:
    with acting(worker):
        bases = [given(child, worker, basis, YES) for basis in ("consent", DUTY)]
    client = signed_in(worker)
    by_consent, by_duty = (
        words(
            client.get(reverse("consent:withdraw_consent", args=[child.file_id, basis.pk])).content
        )
        for basis in bases
    )
    assert "Consent can be withdrawn at any time, without a reason" in by_consent
    assert "Withdraw legal basis" not in by_consent
    assert by_duty.count("Withdraw legal basis") >= 2  # title and button
    assert "Withdraw consent" not in by_duty
