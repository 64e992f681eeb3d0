"""Pages of screening, interviews, clues and migration: access, records, prompts."""

import pytest
from django.urls import reverse
from django.utils import translation

from saathi.agencies.models import Configuration, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.intake.actions import link_report_to_child
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.protection.identification.screening.models import (
    Screening,
)
from saathi.vault.models import OldSealedValue
from tests import counting
from tests.factories import agencies, children, teams
from tests.factories.reports import report
from tests.protection.identification.screening.screening_pages import (
    SCREENS,
    address,
    answers,
    interview,
    post,
)
from tests.reading import DAY, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_screening_pages_are_hidden_without_the_right_to_the_section(
    case: Case, worker: Staff, screen: str
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    for reader in (agencies.staff(), agencies.staff("supervisor"), mother):
        client = signed_in(reader)
        assert client.get(address(screen, case)).status_code == 404
        assert client.post(address(screen, case), interview()).status_code in {404, 405}


def test_a_record_of_another_file_is_not_found(case: Case, worker: Staff) -> None:
    post(worker, address("record_screening", case, "first_look"), answers())
    with acting(worker):
        screening = Screening.objects.get()
    other_case = children.case(worker, "Maya")
    for name in ("show_screening", "print_screening", "change_screening_answers"):
        assert signed_in(worker).get(address(name, other_case, screening.pk)).status_code == 404
    unknown = address("record_screening", case, "made-up")
    assert signed_in(worker).get(unknown).status_code == 404


# --- screening ------------------------------------------------------------------------------------


def test_a_screening_keeps_who_when_which_version_and_each_kind_of_answer(
    case: Case, worker: Staff
) -> None:
    path = address("record_screening", case, "child_labour")
    client = signed_in(worker)
    with counting.at_most(15):
        shown = client.get(path).content.decode()
    assert "unverified" in shown
    assert "WCMS_105023" in shown
    sent = answers(
        act="yes", ex1="yes", ex3="yes", ex4="no", ex2="chose_not_to_say", cd1="does_not_know",
        by="Officer Rana", language="mai", note="Hands are burnt",
    )  # fmt: skip
    page = post(worker, path, sent)
    for part in ("Indicators that the child may have been trafficked", "Version 1", "Officer Rana",
                 "2 March 2026", "Chose not to say", "Does not know", "Not asked", "Hands are burnt",
                 "Excessive working days or hours (strong)", "unverified"):  # fmt: skip
        assert part in page, part
    with acting(worker):
        screening = Screening.objects.get()
        assert (screening.answered, screening.withheld, screening.not_asked) == (4, 2, 67 - 6)
        assert screening.positive == ["exploitation"]
        assert (screening.screened_on, screening.recorded_at.date() > screening.screened_on) == (
            DAY,
            True,
        )
        assert b"burnt" not in bytes(screening.sealed)


def test_screening_can_be_continued_later_and_its_history_is_kept(
    case: Case, worker: Staff
) -> None:
    post(worker, address("record_screening", case, "first_look"), answers(act="yes"))
    with acting(worker):
        screening = Screening.objects.get()
    path = address("change_screening_answers", case, screening.pk)
    page = post(worker, path, answers(act="yes", purpose="yes", version="1"))
    assert "Indicators that the child" in page
    stale = signed_in(worker).post(path, answers(act="no", version="1", note="Other words"))
    assert stale.status_code == 409
    assert "Other words" in stale.content.decode()
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=screening.pk).count() == 1


@pytest.mark.requirement("IDN-003")
@pytest.mark.requirement("IDN-022")
def test_screening_result_is_shown_only_on_screening_pages_and_blocks_nothing(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    pages = [f"/child/{case.file_id}/", "/", f"/child/{case.file_id}/needs/new/",
             f"/child/{case.file_id}/plan/new/", address("show_screenings", case)]  # fmt: skip
    before = [client.get(page).status_code for page in pages]
    post(worker, address("record_screening", case, "first_look"), answers(act="no"))
    post(
        worker, address("record_screening", case, "child_labour"), answers(act="yes", purpose="yes")
    )
    after = [client.get(page) for page in pages]
    assert [answer.status_code for answer in after] == before
    for answer in after:
        text = answer.content.decode()
        assert "Indicators that the child" not in text
        assert "positive" not in text


@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_was_asked_is_listed_by_its_title_in_every_language(
    case: Case, worker: Staff, language: str
) -> None:
    post(worker, address("record_screening", case, "first_look"), answers(act="yes"))
    client = signed_in(worker)
    client.cookies["django_language"] = language
    page = client.get(address("show_screenings", case)).content.decode()
    with translation.override(language):
        assert f">{translation.gettext('Initial screening (short)')}" in page
    assert ">first_look" not in page


def test_the_paper_shows_the_code_and_not_the_name(case: Case, worker: Staff) -> None:
    post(worker, address("record_screening", case, "first_look"), answers(act="yes"))
    with acting(worker):
        screening = Screening.objects.get()
    paper = signed_in(worker).get(address("print_screening", case, screening.pk)).content.decode()
    assert case.child.code in paper
    assert "Sunita" not in paper


def test_a_country_s_own_questionnaire_is_asked_and_its_old_version_stays_readable(
    case: Case, worker: Staff
) -> None:
    body = {"owner": "Cell", "title": "District aid", "night": "exploitation, S, Works at night"}

    def publish(version: int, **more: str) -> None:
        with role("maintenance"):
            Configuration.objects.create(
                kind="questions", country=worker.office.country, name="district_aid",
                version=version, body=body | more, valid_from=DAY,
            )  # fmt: skip

    publish(1)
    page = post(worker, address("record_screening", case, "district_aid"), answers(night="yes"))
    assert "Works at night" in page
    assert "Cell" in page
    publish(2, day="exploitation, M, Works all day")
    with acting(worker):
        screening = Screening.objects.get()
    client = signed_in(worker)
    assert (
        "Works all day"
        not in client.get(address("show_screening", case, screening.pk)).content.decode()
    )
    newest = client.get(address("record_screening", case, "district_aid")).content.decode()
    assert "Works all day" in newest


def test_child_of_a_report_is_screened_before_there_is_a_case(worker: Staff) -> None:
    new_report = report(worker, concerns=["on_the_move"])
    client = signed_in(worker)
    path = reverse("screening:record_screening", args=[new_report.file_id, "first_look"])
    assert (
        reverse("screening:show_screenings", args=[new_report.file_id])
        in client.get(f"/reports/{new_report.pk}/").content.decode()
    )
    page = post(worker, path, answers(act="yes", purpose="yes"))
    assert "Indicators that the child" in page
    case = children.case(worker)
    with acting(worker):
        link_report_to_child(
            report_id=new_report.pk,
            child=case.child,
            outcome=ReportOutcome.CASE_OPENED,
            actor=worker,
        )
    assert "Initial screening (short)" in whole(
        client.get(address("show_screenings", case)).content
    )
    assert signed_in(agencies.staff()).get(path).status_code == 404


@pytest.mark.requirement("IDN-019")
def test_the_police_have_an_aid_on_paper_that_names_no_child() -> None:
    page = whole(signed_in(agencies.staff("rapporteur")).get("/screening/aid/").content)
    for part in ("Treat anyone who may be under 18 as a child until the contrary is shown", "Do not detain the child or charge the child with acts they were made to do",
                 "Call the child protection office or the helpline", "owner: Saathi", "Version 1",
                 "Help does not depend on a finding or on testimony", "Is hurt"):  # fmt: skip
        assert part in page, part
