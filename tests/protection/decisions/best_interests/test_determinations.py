"""Determinations: from the report to the child, what is refused, and when they count."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.decisions.best_interests.actions import assessing
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import (
    Determination,
    PanelMember,
    SolutionOption,
)
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.reading import day, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def stored(found: Determination) -> Determination:
    with role("maintenance"):
        return Determination.objects.get(pk=found.pk)


def open_duties(around: ChildFileCast) -> list[str]:
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, done_on=None)
        return sorted(
            dues.exclude(duty__in=("assessment", "plan", "visit", "review")).values_list(
                "duty", flat=True
            )
        )


@pytest.mark.requirement("BID-002", "BID-003", "BID-004", "BID-009", "BID-012")
def test_from_the_report_to_the_child(around: ChildFileCast) -> None:
    worker, leader = signed_in(around.worker), signed_in(around.supervisor)
    path = f"{around.url}best-interests/determinations/new/"
    sent = filled.form(
        worker.get(path).content.decode(),
        occasion="repatriation",
        authority="welfare_committee",
        body="Committee of the district",
        view="told",
        said="I want to go to my mother.",
        guardian="missing",
        parents="not_reached",
        caregiver="heard",
        caregiver_said="The child sleeps well now.",
        unheard_why="The mother’s telephone is off since May.",
        representative="heard",
        representative_said="Not before the hearing.",
        no_assessment_why="Found yesterday; the hearing is on Monday.",
    )
    answer = worker.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    page = worker.get(answer.url).content.decode()
    options = {
        "option_1": "return",
        "real_today_1": "yes",
        "way_1": "By train with an escort",
        "origin_1": "The mother’s house is safe",
        "option_2": "third",
        "real_today_2": "if",
        "option_3": "foster",
        "real_today_3": "yes",
    }
    options["condition_2"] = "The consulate issues a travel document"
    answer = worker.post(answer.url, filled.form(page, **options))
    assert answer.status_code == 302, words(answer.content)
    show = answer.url
    shown = worker.get(show).content.decode()
    assert "By train with an escort" in shown
    with role("maintenance"):
        found = Determination.objects.get()
    base = f"{around.url}best-interests/determinations/{found.pk}/"
    assert worker.post(f"{base}submit/", filled.form(shown, to=f"{base}submit/")).status_code == 302
    assert worker.get(f"{base}meeting/").status_code == 404

    page = leader.get(f"{base}panel/").content.decode()
    members = {
        f"{name}_{number}": value
        for number, function in enumerate(("protection", "health", "law"), 1)
        for name, value in (
            ("name", f"Ms Rai of {function}"),
            ("function", function),
            ("declared", "none.signed"),
        )
    }
    sent = filled.form(page, **members | day("meeting_on", around.worker.office.today()))
    answer = leader.post(f"{base}panel/", sent)
    assert answer.status_code == 302, words(answer.content)
    assert "Return or transfer across a border" in read(around.supervisor, "/best-interests/")

    page = leader.get(f"{base}meeting/").content.decode()
    for text in ("I want to go to my mother.", "By train with an escort", "Ms Rai", "Legal ages",
                 "The consulate issues a travel document", "No full assessment"):  # fmt: skip
        assert text in page
    assert "Factors from the assessment" not in page
    with role("maintenance"):
        votes = {f"vote_{panel_member.pk.hex}": "for" for panel_member in PanelMember.objects.all()}
    review = around.worker.office.today() + dt.timedelta(days=90)
    typed = {"solution": "return", "country": "IND", "weight": "followed", "siblings": "none"}
    typed |= day("decided_on", around.worker.office.today())
    refused = leader.post(f"{base}meeting/", filled.form(page, **typed))
    said = words(refused.content)
    for refusal in ("At least three panel members vote.", "Enter the reasons.",
                    "A return, or a solution in another country, needs an approved full assessment."):  # fmt: skip
        assert refusal in said
    assert said.count("Enter why this option is set aside.") >= 2
    aside = dict.fromkeys(re.findall(r'name="(aside_\w+)"', page), "Not before the hearing.")
    typed |= {"solution": "foster", "country": "", "reasons": "The mother is verified."} | aside
    sent = filled.form(page, **typed | votes | day("review_on", review))
    answer = leader.post(f"{base}meeting/", sent)
    assert answer.status_code == 302, words(answer.content)
    assert open_duties(around) == ["bi_review", "tell_decision"]

    tell_the_child(around, show, base)


def tell_the_child(around: ChildFileCast, show: str, base: str) -> None:
    """The child is told how to challenge the decision; until then the page warns."""
    worker = signed_in(around.worker)
    assert "Decided, child not told yet" in words(worker.get(show).content)
    page = worker.get(f"{base}told/").content.decode()
    told = {"told_by": "Ms Thapa", "told_language": "ne"}
    told |= day("told_on", around.worker.office.today())
    refused = worker.post(f"{base}told/", filled.form(page, **told))
    assert "Enter how the child can challenge the decision" in words(refused.content)
    sent = filled.form(
        page,
        told_by="Ms Thapa",
        challenge="With the committee, within 30 days; Ms Thapa helps.",
        told_language="ne",
        response="I am glad.",
        **day("told_on", around.worker.office.today()),
    )
    answer = worker.post(f"{base}told/", sent)
    assert answer.status_code == 302, words(answer.content)
    assert open_duties(around) == ["bi_review"]
    page = words(worker.get(show).content)
    for text in ("I am glad.", "The mother is verified.", "This determination is in force."):
        assert text in page
    assert "Decided, child not told yet" not in page
    acts = read(around.worker, f"{around.url}consent/acts/?missing=1")
    assert "Best interests were determined" not in acts
    assert "Best interests were determined" in read(around.worker, f"{around.url}timeline/")


def test_strangers_find_no_determination(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    for person in (around.stranger, around.outsider, around.house_mother):
        path = f"/best-interests/determinations/{found.pk}/"
        assert signed_in(person).get(path).status_code == 404


@pytest.mark.requirement("BID-005")
@pytest.mark.parametrize(
    ("values", "columns", "why"),
    [
        ({"guardian": "not_asked"}, {}, "guardian"),
        ({"guardian": "not_reached"}, {}, "unheard_why"),
        ({"parents": "not_safe"}, {}, "unheard_why"),
        ({"caregiver": "not_asked", "unheard_why": "Away"}, {}, "caregiver"),
        ({"view": "not_asked", "said": ""}, {}, "view"),
        ({}, {"review_on": None}, "review_on"),
        ({}, {"solution": "institution"}, "set_aside"),
    ],
)
def test_action_and_database_refuse_the_decision(
    around: ChildFileCast, values: dict[str, object], columns: dict[str, object], why: str
) -> None:
    found = factory.determination(around.case, around.worker, **values)
    factory.add_options(found, around.worker, options=("return", "foster", "institution"))
    if values:
        with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
            factory.submit(found, around.worker)
        assert why in [reason.code for reason in refused.value.reasons]
        found = made_ready(found, around.worker)
    else:
        factory.submit(found, around.worker)
    factory.add_panel(found, around.supervisor)
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(found, around.supervisor, **columns)
    assert why in [reason.code for reason in refused.value.reasons]
    found = stored(found)
    with acting(around.supervisor):
        decided = factory.decision(found, **columns)
        for member in PanelMember.objects.filter(determination=found):
            writing.change(member, actor=around.supervisor, vote="for")
        with (
            pytest.raises(IntegrityError, match="best_interests_determination"),
            transaction.atomic(),
        ):
            writing.change(
                found,
                actor=around.supervisor,
                **decided.columns,
                state="decided",
                is_reasoned=True,
                decided_by=around.supervisor.pk,
            )


def made_ready(found: Determination, worker: Staff) -> Determination:
    """The determination with a report that was submitted before the rule asked for more."""
    values = {"state": "ready", "reported_by": worker.pk, "reported_on": found.opened_on}
    with role("maintenance"):
        Determination.objects.filter(pk=found.pk).update(**values)
    return opened(found, worker)


def opened(found: Determination, reader: Staff) -> Determination:
    """The determination as it is stored, with its texts."""
    with acting(reader):
        stored_one = Determination.objects.get(pk=found.pk)
        records.open_texts(stored_one)
        return stored_one


def test_panel_with_a_conflict_or_the_case_worker_does_not_decide(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    with acting(around.supervisor):
        members = list(PanelMember.objects.filter(determination=found).order_by("recorded_at"))
        first = members[0]
        writing.change(first, actor=around.supervisor, conflict="declared")
    with pytest.raises(BestInterestsRefused), transaction.atomic():
        factory.decide(found, around.supervisor)
    with acting(around.supervisor):
        for member in members:
            writing.change(member, actor=around.supervisor, vote="for")
        with pytest.raises(IntegrityError, match="conflict"), transaction.atomic():
            writing.change(
                stored(found),
                actor=around.supervisor,
                **factory.decision(found).columns,
                state="decided",
                is_reasoned=True,
                decided_by=around.supervisor.pk,
            )


def test_author_does_not_record_the_decision(around: ChildFileCast) -> None:
    agreed = factory.agreed_assessment(
        around.case, around.worker, around.supervisor, occasion="change"
    )
    found = factory.ready(
        around.case, around.supervisor, around.supervisor, assessment=agreed, no_assessment_why=""
    )
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(found, around.supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["author"]


@pytest.mark.requirement("BID-004")
def test_report_without_options_or_factors_is_not_ready(around: ChildFileCast) -> None:
    found = factory.determination(around.case, around.worker, no_assessment_why="")
    factory.add_options(found, around.worker, options=("return",))
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.submit(stored(found), around.worker)
    assert [reason.code for reason in refused.value.reasons] == ["options", "no_assessment_why"]
    assert stored(found).state == "opened"


def test_option_under_a_condition_names_it(around: ChildFileCast) -> None:
    found = factory.determination(around.case, around.worker)
    worker = signed_in(around.worker)
    path = f"{around.url}best-interests/determinations/{found.pk}/options/new/"
    page = worker.get(path).content.decode()
    assert "consulate" not in page.lower()
    sent = filled.form(page, option_1="family", real_today_1="if")
    assert "Enter the condition under which" in words(worker.post(path, sent).content)


def test_agenda_has_reports_in_preparation_apart(around: ChildFileCast) -> None:
    factory.determination(around.case, around.worker)
    occasion = "Return or transfer across a border"
    assert "No determinations" in read(around.supervisor, "/best-interests/")
    assert around.case.child.code in read(around.supervisor, "/best-interests/?state=opened")
    factory.ready(around.case, around.worker, around.supervisor)
    assert occasion in read(around.supervisor, "/best-interests/")


def test_short_assessment_is_not_offered_as_the_one_with_the_factors(
    around: ChildFileCast,
) -> None:
    short = factory.short_assessment(around.case, around.worker)
    with acting(around.supervisor):
        assessing.agree_to_assessment(
            assessment=short, version=short.version, actor=around.supervisor
        )
    path = f"{around.url}best-interests/determinations/new/"
    assert "Assessment with the factors" not in read(around.worker, path)
    factory.agreed_assessment(
        around.case, around.worker, around.supervisor, occasion="reunification"
    )
    assert "Assessment with the factors" in read(around.worker, path)


def test_whoever_could_decide_confirms_before_changing_the_report(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    path = f"{around.url}best-interests/determinations/{found.pk}/options/new/"
    leader, asked = signed_in(around.supervisor), "another person must record the decision"
    page = leader.get(path).content.decode()
    assert asked in page
    typed = {"option_1": "stay", "real_today_1": "yes"}
    refused = leader.post(path, filled.form(page, **typed))
    assert "Confirm this, or choose Cancel." in words(refused.content)
    assert stored(found).state == "listed"
    answer = leader.post(path, filled.form(page, **typed, gives_up_decision="on"))
    assert answer.status_code == 302
    assert stored(found).editors == [around.supervisor.pk]
    assert asked not in leader.get(path).content.decode()  # already an author
    assert asked not in signed_in(around.worker).get(path).content.decode()


def test_changed_report_is_submitted_again(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    factory.add_options(found, around.supervisor, options=("stay",))
    found = stored(found)
    assert (found.state, found.reported_by) == ("opened", None)
    with acting(around.supervisor):
        for member in PanelMember.objects.filter(determination=found):
            writing.change(member, actor=around.supervisor, vote="for")
        values = {"is_reasoned": True, "decided_by": around.supervisor.pk, "state": "decided"}
        values |= factory.decision(found).columns
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="not ready"),
        transaction.atomic(),
    ):
        writing.change(found, actor=around.supervisor, **values)
    found = stored(found)
    factory.submit(found, around.worker)
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.submit(found, around.worker)
    assert [reason.code for reason in refused.value.reasons] == ["state"]
    with acting(around.supervisor):
        records.open_texts(found)
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.decide(found, around.supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["author"]


def test_one_colleague_sits_on_a_panel_once(around: ChildFileCast) -> None:
    found = factory.determination(around.case, around.worker)
    with pytest.raises(BestInterestsRefused) as refused, transaction.atomic():
        factory.add_panel(found, around.supervisor, name=" KARKI  Sabita (school)")
    assert [reason.code for reason in refused.value.reasons] == ["panel_twice"]
    with acting(around.supervisor):
        for place in range(2):
            member = PanelMember(file_id=found.file_id, determination=found, function="law")
            factory.fill(member, staff=around.stranger, conflict="none", undertaking="signed")
            if place == 0:
                writing.add(member, actor=around.supervisor)
                continue
            with pytest.raises(IntegrityError, match="bid_member_once"), transaction.atomic():
                writing.add(member, actor=around.supervisor)


def test_options_stay_as_they_were_decided(around: ChildFileCast) -> None:
    found = factory.decide(
        factory.ready(around.case, around.worker, around.supervisor), around.supervisor
    )
    with acting(around.worker):
        option = SolutionOption.objects.filter(determination=found)[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            writing.change(option, actor=around.worker, real_today="no")
