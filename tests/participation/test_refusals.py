"""What a child refused in a statement stays; another person corrects a wrong entry, with a reason."""

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.participation.models import Themes
from saathi.participation.refusal_rules import RecordedRefusals, reasons_against_other_answers
from saathi.participation.vocabulary import ThemeCountingConsent
from saathi.people.models import Child
from tests.attacks.proofs import update_proved
from tests.factories import agencies, teams
from tests.participation.test_themes import send
from tests.participation.test_voice import address, child, said
from tests.protection.justice.compensation.test_measures import refused
from tests.roles import acting
from tests.signing import signed_in

__all__ = ["child"]

TABLE = "participation_themes"
WHY = "The interpreter confirmed that the child agreed"
NO = RecordedRefusals({"home", "court"}, ThemeCountingConsent.REFUSED)


@pytest.mark.parametrize(
    ("refuses", "counted", "is_author", "why", "codes"),
    [
        ({"home", "court"}, "refused", True, "", []),
        ({"home", "court", "back"}, "refused", True, "", []),
        ({"court"}, "refused", True, WHY, ["refuses"]),
        ({"home", "court"}, "agreed", True, WHY, ["counted"]),
        (set(), "not_asked", True, "", ["refuses", "counted"]),
        ({"court"}, "refused", False, "a mistake", ["correction"]),
        (set(), "agreed", False, WHY, []),
    ],
)
def test_what_the_child_refused_is_not_edited(
    refuses: set[str], counted: str, is_author: bool, why: str, codes: list[str]
) -> None:
    after = RecordedRefusals(refuses, ThemeCountingConsent(counted))
    reasons = reasons_against_other_answers(NO, after, is_author=is_author, why=why)
    assert [reason.code for reason in reasons] == codes
    yes = RecordedRefusals((), ThemeCountingConsent.AGREED)
    assert not reasons_against_other_answers(yes, after, is_author=True, why="")


@pytest.mark.django_db
@pytest.mark.requirement("DAT-008")
def test_refusal_in_a_statement_is_corrected_by_another_person_alone(
    child: Child, worker: Staff
) -> None:
    statement = said(child, worker)
    no = {"counted": "refused", "wants": [], "refuses": ["home", "court"]}
    assert send(worker, child, statement, **no)[0] == 302
    yes = {"counted": "agreed", "wants": ["home", "court"], "refuses": [], "version": 1}
    status, page = send(worker, child, statement, **yes, why_wrong=WHY)
    assert (status, page.count("The child did not want this, and it stays.") >= 2) == (200, True)
    for values in ({"counted": "'agreed'"}, {"refuses": "'{home}'"}):
        with acting(worker), refused("what the child refused stays"):
            update_proved(connection.connection, worker, TABLE, values)

    second = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, second, TeamRole.CASE_WORKER)
    assert "Enter why the entry was wrong" in send(second, child, statement, **yes)[1]
    assert send(second, child, statement, **yes, why_wrong=WHY)[0] == 302
    path = address("show_statement", child, statement.pk)
    assert WHY in signed_in(worker).get(path).content.decode()
    with acting(worker):
        themes = Themes.objects.get()
    assert (themes.counted, themes.refuses, themes.editors) == ("agreed", [], [second.pk])
