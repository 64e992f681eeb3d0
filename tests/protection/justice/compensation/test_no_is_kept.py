"""That the child does not agree to who controls the money is kept; another answer is a new record."""

import pytest
from django.db import connection

from saathi.protection.justice.compensation import control_rules
from saathi.protection.justice.compensation.models import MoneyControl
from tests.attacks.proofs import update_proved
from tests.factories import remedies as made
from tests.protection.justice.compensation.test_measures import CONTROL, refused, send
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.roles import acting

SAID = "My uncle must not have it"


@pytest.mark.parametrize(
    ("was", "view", "said", "codes"),
    [
        ("disagrees", "disagrees", SAID, []),
        ("disagrees", "disagrees", "", ["child_words"]),
        ("disagrees", "agrees", SAID, ["child_view"]),
        ("disagrees", "not_asked", "", ["child_view", "child_words"]),
        ("agrees", "disagrees", "", []),
        ("undecided", "agrees", "", []),
    ],
)
def test_no_is_not_edited(was: str, view: str, said: str, codes: list[str]) -> None:
    reasons = control_rules.reasons_against_other_view(was, view, words=said, words_before=SAID)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.requirement("JUS-005")
def test_no_to_who_controls_the_money_is_kept_and_another_answer_is_a_new_record(
    court: CourtCast,
) -> None:
    around, worker = court.around, court.around.worker
    with acting(worker):
        measure = made.measure(around.case, worker)
        control = made.control(measure, worker, child_view="disagrees")
    path = f"{around.url}laws/control/{control.pk}/"
    send(worker, path, child_words=SAID)
    for person in (worker, around.supervisor):
        page = send(person, path, child_view="agrees", child_words="")
        assert "The child does not agree, and this is kept." in page
        assert "Keep what the child said." in page
    with acting(worker), refused("what the child said against it is kept"):
        update_proved(
            connection.connection, worker, CONTROL,
            {"child_view": "'agrees'", "editors": f"ARRAY['{worker.pk}']::uuid[]"},
        )  # fmt: skip
    with acting(worker):
        made.control(measure, worker)
        views = list(
            MoneyControl.objects.order_by("recorded_at").values_list("child_view", flat=True)
        )
    assert views == ["disagrees", "agrees"]
