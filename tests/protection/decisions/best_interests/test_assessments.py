"""Assessments: submitted, agreed by another person, and the 72 hours after a removal."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from saathi.agencies import writing
from saathi.agencies.models import Notice
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.casework.cases.models import Due
from saathi.protection.decisions.best_interests import queries
from saathi.protection.decisions.best_interests.actions import assessing
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
)
from saathi.protection.decisions.best_interests.vocabulary import KEY_FACTORS
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.models import RunningTimeLimit
from saathi.protection.decisions.orders.time_limits import shipped_time_limits
from saathi.protection.decisions.orders.vocabulary import LimitTrigger
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.factories.orders import record_order
from tests.reading import day, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TONIGHT = {
    "occasion": "removal",
    "place": "With the aunt in the next street",
    "people": "Aunt and two cousins",
    "safety": "The uncle does not know the place.",
    "view": "told",
    "said": "I want to stay with my aunt.",
}


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def removed(around: ChildFileCast) -> None:
    happened = orders.LimitTriggerInput(LimitTrigger.REMOVED, "NPL", clock.now())
    with acting(around.worker):
        orders.start_time_limits(
            case=around.case, data=happened, limits=shipped_time_limits(), actor=around.worker
        )


def latest() -> BestInterestsAssessment:
    with role("maintenance"):
        return BestInterestsAssessment.objects.latest("recorded_at")


@pytest.mark.requirement("BID-001")
def test_short_assessment_after_a_removal(around: ChildFileCast) -> None:
    removed(around)
    client, path = signed_in(around.worker), f"{around.url}best-interests/assessments/short/"
    page = client.get(path).content.decode()
    overview = signed_in(around.worker).get(around.url).content.decode()
    assert "Best interests not assessed after the removal" in overview
    review = around.worker.office.today() + dt.timedelta(days=3)
    answer = client.post(path, filled.form(page, **TONIGHT | day("review_on", review)))
    assert answer.status_code == 302, words(answer.content)
    assessment = latest()
    assert assessment.state == "submitted"
    assert b"aunt" not in bytes(assessment.sealed)
    with role("maintenance"):
        assert RunningTimeLimit.objects.get().met_at is not None
        assert not Due.objects.filter(duty="time_limit", done_on=None).exists()
        assert Notice.objects.filter(staff=around.supervisor, kind="bia_submitted").exists()

    inbox = read(around.supervisor, "/best-interests/waiting/")
    assert "Emergency removal" in inbox
    path = f"{around.url}best-interests/assessments/{assessment.pk}/answer/"
    client = signed_in(around.supervisor)
    page = client.get(path).content.decode()
    assert "The uncle does not know the place." in page
    assert client.post(path, filled.form(page, answer="agree")).status_code == 302
    with role("maintenance"):
        assert Due.objects.get(duty="bi_review", done_on=None).due_on == review
    page = read(around.worker, f"{around.url}best-interests/")
    assert "I want to stay with my aunt." in page
    assert f"Approved by {around.supervisor.name}" in page


def counts(around: ChildFileCast, since: dt.date) -> tuple[bool, bool]:
    """Whether an assessment counts for a return to the family: by the query, and in the database."""
    occasions, solutions = ["reunification"], ["family", "relatives"]
    with acting(around.worker), connection.cursor() as cursor:
        found = queries.find_agreed_assessment(
            around.worker, around.file_id, occasions, solutions, since=since
        )
        statement = "SELECT best_interests_assessed(%s, %s, %s, %s)"
        cursor.execute(statement, [around.file_id, occasions, solutions, since])
        return found is not None, cursor.fetchone()[0]


def test_newest_assessment_counts_if_it_is_full_and_for_the_family(around: ChildFileCast) -> None:
    people = (around.case, around.worker, around.supervisor)
    today = around.worker.office.today()
    assert counts(around, today) == (False, False)
    factory.agreed_assessment(*people, occasion="reunification", extent="short")
    assert counts(around, today) == (False, False)
    factory.agreed_assessment(*people, occasion="reunification")
    assert counts(around, today) == (True, True)
    assert counts(around, today + dt.timedelta(days=1)) == (False, False)
    factory.agreed_assessment(*people, occasion="reunification", solution="foster")
    assert counts(around, today) == (False, False)


def test_whoever_changed_an_assessment_does_not_approve_it(around: ChildFileCast) -> None:
    returned = factory.short_assessment(around.case, around.worker)
    with acting(around.supervisor):
        assessing.return_assessment(
            assessment=returned, question="Who?", version=1, actor=around.supervisor
        )
        returned.people = "Nobody else"
        with pytest.raises(IntegrityError, match="who changed it"), transaction.atomic():
            writing.change(returned, actor=around.supervisor, state="submitted")
        returned.state = "returned"
        assessing.change_assessment(
            assessment=returned, columns={}, version=2, actor=around.supervisor
        )
    with acting(around.worker):
        submitted = BestInterestsAssessment.objects.get(pk=returned.pk)
        assert submitted.editors == [around.supervisor.pk]
        assessing.submit_assessment(assessment=submitted, version=3, actor=around.worker)
    with acting(around.supervisor):
        found = BestInterestsAssessment.objects.get(pk=returned.pk)
        with pytest.raises(BestInterestsRefused), transaction.atomic():
            assessing.agree_to_assessment(assessment=found, version=4, actor=around.supervisor)
        with pytest.raises(IntegrityError, match="bia_never"), transaction.atomic():
            writing.change(
                found,
                actor=around.supervisor,
                state="agreed",
                decided_by=around.supervisor.pk,
                decided_at=clock.now(),
            )


@pytest.mark.requirement("BID-001")
def test_step_without_an_assessment_since_is_said(around: ChildFileCast) -> None:
    today, page = around.worker.office.today(), f"{around.url}best-interests/"
    since = "No best interests assessment since"
    assert since not in read(around.worker, page)
    with acting(around.worker):
        record_order(around.case.child, around.worker, today - dt.timedelta(days=1))
    assert "Order: Placement" in read(around.worker, page).partition(since)[2]
    early = today - dt.timedelta(days=2)
    factory.short_assessment(around.case, around.worker, occasion="placement", assessed_on=early)
    assert since in read(around.worker, page)
    waits = "An assessment waits for approval."
    assert waits not in read(around.worker, page)
    submitted = factory.short_assessment(around.case, around.worker, occasion="change")
    shown = read(around.worker, page)
    assert since in shown
    assert waits in shown
    with acting(around.supervisor):
        found = BestInterestsAssessment.objects.get(pk=submitted.pk)
        assessing.agree_to_assessment(
            assessment=found, version=found.version, actor=around.supervisor
        )
    assert since not in read(around.worker, page)


def test_author_takes_a_submitted_assessment_back_to_edit(around: ChildFileCast) -> None:
    assessment = factory.short_assessment(around.case, around.worker)
    page, to = (
        f"{around.url}best-interests/",
        (f"{around.url}best-interests/assessments/{assessment.pk}/take-back/"),
    )
    assert "Withdraw to edit" not in read(around.supervisor, page)
    with acting(around.supervisor):
        found = BestInterestsAssessment.objects.get(pk=assessment.pk)
        with pytest.raises(BestInterestsRefused), transaction.atomic():
            assessing.take_assessment_back(
                assessment=found, version=found.version, actor=around.supervisor
            )
    client = signed_in(around.worker)
    listed = client.get(page).content.decode()
    assert client.post(to, filled.form(listed, to=to)).status_code == 302
    assert latest().state == "draft"
    with role("maintenance"):
        entries = AuditEntry.objects.filter(file_id=around.file_id, by=around.worker.pk)
        assert any(assessment.pk in entry.objects_seen for entry in entries)
    base = f"{around.url}best-interests/assessments/{assessment.pk}/"
    form = client.get(f"{base}short/").content.decode()
    assert client.post(f"{base}short/", filled.form(form, people="Aunt")).status_code == 302
    listed = client.get(page).content.decode()
    assert (
        client.post(f"{base}submit/", filled.form(listed, to=f"{base}submit/")).status_code == 302
    )
    with acting(around.supervisor):
        found = BestInterestsAssessment.objects.get(pk=assessment.pk)
        assessing.agree_to_assessment(
            assessment=found, version=found.version, actor=around.supervisor
        )
    with acting(around.worker):
        found = BestInterestsAssessment.objects.get(pk=assessment.pk)
        with pytest.raises(BestInterestsRefused), transaction.atomic():
            assessing.take_assessment_back(
                assessment=found, version=found.version, actor=around.worker
            )


@pytest.mark.requirement("BID-001")
def test_limit_that_a_withdrawn_assessment_met_runs_again(around: ChildFileCast) -> None:
    removed(around)
    first = factory.short_assessment(around.case, around.worker)
    second = factory.short_assessment(around.case, around.worker)

    def withdraw(assessment: BestInterestsAssessment) -> None:
        with acting(around.worker):
            found = BestInterestsAssessment.objects.get(pk=assessment.pk)
            assessing.take_assessment_back(
                assessment=found, version=found.version, actor=around.worker
            )

    def is_met() -> bool:
        with role("maintenance"):
            limit = RunningTimeLimit.objects.get()
            open_tasks = Due.objects.filter(duty="time_limit", done_on=None)
            assert open_tasks.count() == (0 if limit.met_at else 1)
            return limit.met_at is not None

    assert is_met()
    withdraw(first)
    assert is_met()  # the second one counts
    withdraw(second)
    assert not is_met()
    alert = "Best interests not assessed after the removal"
    assert alert in signed_in(around.worker).get(around.url).content.decode()
    with acting(around.worker):
        found = BestInterestsAssessment.objects.get(pk=second.pk)
        assessing.submit_assessment(assessment=found, version=found.version, actor=around.worker)
    assert is_met()


def test_options_stay_as_they_were_submitted(around: ChildFileCast) -> None:
    found = factory.short_assessment(around.case, around.worker)
    option = AssessedOption(file_id=around.file_id, assessment=found, option="family")
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="submitted"),
        transaction.atomic(),
    ):
        writing.add(option, actor=around.worker)


def test_short_assessment_fits_on_a_phone(around: ChildFileCast) -> None:
    path = f"{around.url}best-interests/assessments/short/"
    page = signed_in(around.worker).get(path).content.decode()
    assert "Within 72 hours after an emergency removal." in page
    names = {name.rsplit("_", 1)[0] if name[-1] in "012" else name for name in filled.form(page)}
    assert len(names | set(TONIGHT)) <= 20


def test_author_agrees_to_nothing_of_their_own(around: ChildFileCast) -> None:
    assessment = factory.short_assessment(around.case, around.supervisor)
    path = f"{around.url}best-interests/assessments/{assessment.pk}/answer/"
    client = signed_in(around.supervisor)
    page = client.get(path).content.decode()
    answer = client.post(path, filled.form(page, answer="agree"))
    assert "Another person has to approve this assessment." in words(answer.content)
    with acting(around.supervisor), pytest.raises(IntegrityError), transaction.atomic():
        writing.change(
            assessment,
            actor=around.supervisor,
            state="agreed",
            decided_by=around.supervisor.pk,
            decided_at=clock.now(),
        )


def test_worker_approves_nothing_by_statement(around: ChildFileCast) -> None:
    assessment = factory.short_assessment(around.case, around.worker)
    rows = BestInterestsAssessment.objects.filter(pk=assessment.pk)
    with acting(around.supervisor), pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(state="agreed", decided_by=around.supervisor.pk, decided_at=clock.now())


def test_returned_assessment_is_corrected_and_submitted_again(around: ChildFileCast) -> None:
    assessment = factory.short_assessment(around.case, around.worker)
    base = f"{around.url}best-interests/assessments/{assessment.pk}/"
    client = signed_in(around.supervisor)
    page = client.get(f"{base}answer/").content.decode()
    refused = client.post(f"{base}answer/", filled.form(page, answer="return"))
    assert "Enter what needs revision." in words(refused.content)
    sent = filled.form(page, answer="return", question="Who else is in the house?")
    assert client.post(f"{base}answer/", sent).status_code == 302
    client = signed_in(around.worker)
    page = client.get(f"{base}short/").content.decode()
    sent = filled.form(page, people="Nobody else")
    assert client.post(f"{base}short/", sent).status_code == 302
    listed = client.get(f"{around.url}best-interests/").content.decode()
    assert "Who else is in the house?" in words(listed.encode())
    to = f"{base}submit/"
    assert client.post(to, filled.form(listed, to=to)).status_code == 302
    assert latest().state == "submitted"


@pytest.mark.requirement("BID-002")
def test_full_assessment_with_the_factors_of_an_option(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}best-interests/assessments/full/"
    page = client.get(path).content.decode()
    sent = filled.form(
        page, occasion="reunification", sources="Aunt, 3 March\nSchool", view="chose_not"
    )
    answer = client.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    page = client.get(answer.url).content.decode()
    factors = {"factor_wish": "supports", "factor_violence": "not_known", "factor_means": "against"}
    sent = filled.form(page, option="relatives", **factors)
    assert "Choose an answer, or “Not known”." in words(client.post(answer.url, sent).content)
    sent |= {f"factor_{each}": "neutral" for each in KEY_FACTORS - {"wish", "violence"}}
    assert client.post(answer.url, sent).status_code == 302
    with role("maintenance"):
        option = AssessedOption.objects.get()
    assert (option.supporting, option.not_known, option.opposing) == (
        ["wish"],
        ["violence"],
        ["means"],
    )
    assert option.is_explained is False
    assert "Relatives (kinship care)" in read(around.worker, f"{around.url}best-interests/")


def test_full_assessment_without_answered_factors_is_not_submitted(
    around: ChildFileCast,
) -> None:
    drafted = factory.short_assessment(
        around.case, around.worker, occasion="change", extent="full", is_submitted=False,
        recommended="family", sources="Aunt, 3 March\nSchool, 4 March",
    )  # fmt: skip
    with acting(around.worker):
        for code, option in (
            ("options", factory.assessed_option(drafted, supporting=["wish"])),
            ("factors", None),
        ):
            with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
                assessing.submit_assessment(
                    assessment=drafted, version=drafted.version, actor=around.worker
                )
            assert [reason.code for reason in refused.value.reasons] == [code]
            if option is not None:
                assessing.add_assessed_option(option=option, actor=around.worker)
        drafted = BestInterestsAssessment.objects.get(pk=drafted.pk)
    client = signed_in(around.worker)
    with role("maintenance"):
        path = f"{around.url}best-interests/assessed/{AssessedOption.objects.get().pk}/"
    page = client.get(path).content.decode()
    answers = {f"factor_{each}": "against" for each in KEY_FACTORS - {"wish"}}
    assert client.post(path, filled.form(page, **answers)).status_code == 302
    with role("maintenance"):
        option = AssessedOption.objects.get()
    assert option.supporting == ["wish"]
    assert set(option.opposing) == KEY_FACTORS - {"wish"}
    with acting(around.worker):
        submitted = assessing.submit_assessment(
            assessment=drafted, version=drafted.version, actor=around.worker
        )
    assert submitted.state == "submitted"


def test_strangers_and_care_workers_find_no_page(around: ChildFileCast) -> None:
    assessment = factory.short_assessment(around.case, around.worker)
    for person in (around.house_mother, around.stranger, around.outsider):
        client = signed_in(person)
        for page in ("", f"assessments/{assessment.pk}/answer/"):
            assert client.get(f"{around.url}best-interests/{page}").status_code == 404
