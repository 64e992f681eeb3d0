"""The screens of the queue and of the roster: who may not first, then what they show and do."""

import datetime as dt

import pytest

from saathi.agencies.models import Configuration, Hidden
from saathi.agencies.sign_in.first_page import first_page
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.models import DutyShift, ReportResponse
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.vocabulary import Urgency
from tests import filled
from tests.counting import at_most
from tests.factories import agencies
from tests.protection.identification.intake.queue.screens import text_of
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    escalate,
    on_duty,
    overdue,
    response,
)
from tests.reading import words
from tests.roles import role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_others_find_neither_queue_nor_roster_nor_steps() -> None:
    world = QueueWorld()
    report = world.report()
    steps = ("accept/", "reassign/", "named/")
    for role_kind in ("counsellor", "house_mother", "data_officer", "administrator"):
        client = signed_in(agencies.staff(role_kind, world.district))
        assert client.get("/reports/").status_code == 404
        for step in steps:
            assert client.post(f"/reports/{report.pk}/{step}", key()).status_code == 404
    for person in (world.worker, agencies.staff("supervisor"), agencies.staff("intake_officer")):
        client = signed_in(person)
        for step in steps:
            assert client.post(f"/reports/{report.pk}/{step}", key()).status_code == 404, step
        assert report_reference(report.pk) not in client.get("/reports/").content.decode()
    roster = f"/reports/duty/{world.district.pk}/"
    for person in (world.officer, world.worker, agencies.staff("supervisor")):
        assert signed_in(person).get(roster).status_code == 404
        assert signed_in(person).post(roster, key()).status_code == 404
    below = world.leaders[world.district]
    assert signed_in(below).get(f"/reports/duty/{world.nation.pk}/").status_code == 404


def test_queue_shows_the_time_remaining_with_the_overdue_first() -> None:
    world = QueueWorld()
    late, soon, now = world.report("later"), world.report("soon"), world.report("now")
    overdue(late)
    client = signed_in(world.officer)
    with at_most(20):
        page = client.get("/reports/")
    rows = page.context["list"].table.rows
    assert [row[0].text for row in rows] == [report_reference(r.pk) for r in (late, now, soon)]
    assert (rows[0][1].text, rows[0][1].tag) == ("Overdue by 25 min", "danger")
    text = page.content.decode()
    assert "Not escalated" in text
    assert "New (3)" in text
    assert "Closed (0)" in text
    by_urgency = signed_in(world.officer).get("/reports/?order=urgency").context["list"].table.rows
    assert by_urgency[0][0].text == report_reference(now.pk)


def test_tabs_follow_the_report_from_new_to_closed() -> None:
    world = QueueWorld()
    report, client = world.report(), signed_in(world.officer)

    def tabs_with_it() -> list[str]:
        reference = report_reference(report.pk)
        tabs = ("new", "assigned", "due", "closed")
        return [
            tab
            for tab in tabs
            if reference in client.get(f"/reports/?tab={tab}&scope=mine").content.decode()
        ]

    assert tabs_with_it() == []  # recorded without notifying the officer: it is not theirs
    accepted = client.post(f"/reports/{report.pk}/accept/", follow=True)
    assert accepted.redirect_chain[-1][0] == f"/reports/{report.pk}/"
    assert tabs_with_it() == ["assigned"]
    with role("maintenance"):
        ReportResponse.objects.update(due_at=clock.now() + dt.timedelta(hours=3))
    assert tabs_with_it() == ["due"]
    sent = {"outcome": "advice_given", "note": "x", "version": 1} | key()
    assert client.post(f"/reports/{report.pk}/outcome/", sent).status_code == 302
    assert tabs_with_it() == ["closed"]
    assert "Advice or information given" in client.get("/reports/?tab=closed").content.decode()


def test_mine_team_and_all() -> None:
    world = QueueWorld()
    here = world.report()
    upper = world.report(by=agencies.staff("intake_officer", world.province))
    leader = signed_in(world.leaders[world.province])

    def shown(scope: str) -> set[str]:
        page = leader.get(f"/reports/?scope={scope}").context["list"]
        return {row[0].text for row in page.table.rows}

    assert shown("mine") == {report_reference(upper.pk)}  # notified of this one alone
    assert shown("team") == shown("all") == {report_reference(r.pk) for r in (here, upper)}
    assert shown("nonsense") == shown("team")


def test_report_is_found_by_its_reference() -> None:
    world = QueueWorld()
    result, other = world.report(), world.report()
    reference = report_reference(result.pk)
    for text in (reference, reference.lower(), reference[2:], reference[:6]):
        found = text_of(world.officer, f"/reports/?q={text}")
        assert str(result.pk) in found
        assert str(other.pk) not in found
    nothing = text_of(world.officer, "/reports/?tab=new&scope=all&q=girl")
    assert str(result.pk) not in nothing
    assert "No result" in nothing


def test_filter_keeps_the_tab_and_clearing_it_too() -> None:
    world = QueueWorld()
    world.report("soon")
    page = signed_in(world.officer).get("/reports/?tab=closed&scope=team&urgency=now")
    text = page.content.decode()
    assert 'name="tab" value="closed"' in text
    assert page.context["list"].clear_url == "?tab=closed&scope=team"
    assert [active.label for active in page.context["list"].active] == ["Urgency"]


def test_month_stays_when_the_scope_changes_and_its_times_are_due_or_closed() -> None:
    world = QueueWorld()
    world.report()
    before = (world.district.today().replace(day=1) - dt.timedelta(days=1)).strftime("%Y-%m")
    page = signed_in(world.officer).get(f"/reports/?tab=month&scope=all&received={before}")
    month = f"?tab=month&scope=team&received={before}"
    assert month in [tab.url for tab in page.context["scopes"]]
    closed = next(tab for tab in page.context["tabs"] if "Closed" in str(tab.label))
    assert closed.url == "?tab=closed&scope=all"
    page = signed_in(world.officer).get("/reports/?tab=month&scope=all").context["list"]
    assert str(page.table.columns[2].label) == "Due or closed"


def test_shown_reports_are_logged() -> None:
    world = QueueWorld()
    report = world.report()
    signed_in(world.officer).get("/reports/")
    with role("auditor"):
        entries = AuditEntry.objects.filter(by=world.officer.pk, kind="listed")
        assert [entry.objects_seen for entry in entries] == [[report.pk]]


def test_intake_officer_begins_with_the_queue() -> None:
    world = QueueWorld()
    assert first_page(world.officer) == "/reports/"
    assert first_page(world.worker) == "/"


def test_supervisor_sees_waiting_reports_on_top_of_the_day_without_content() -> None:
    world = QueueWorld()
    reports = [world.report("now", concerns=["sexual_abuse"]) for _each in range(6)]
    overdue(reports[0])
    leader = world.leaders[world.district]
    page = signed_in(leader).get("/")
    waiting = page.context["page"].waiting
    first = report_reference(reports[0].pk)
    assert waiting.urgent[0].title == f"Overdue by 25 min: report {first} to accept"
    assert {box.kind for box in waiting.urgent} == {"danger"}
    assert len(waiting.urgent) == 6
    text = page.content.decode()
    assert "Sexual abuse" not in text
    assert "Report to accept: child in immediate danger" in text  # the notice


def test_report_page_shows_response_duty_and_emergency_steps() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district, cover=world.worker)
    report = world.report("now")
    client = signed_in(world.officer)
    with at_most(20):
        page = client.get(f"/reports/{report.pk}/").content.decode()
    for text in (
        report_reference(report.pk),
        "Not assigned yet",
        world.colleague.name,
        world.worker.name,
        "tel:+97715550000",
        "Emergency steps",
        "the child may have fled from them",
        "common practice",
        "Call the person on duty now",
        "Can read this report",
    ):
        assert text in page, text
    assert "level 1" not in page
    assert "Emergency steps" not in text_of(world.officer, f"/reports/{world.report().pk}/")
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure",
            country="NPL",
            name="standard",
            version=900,
            body={"emergency_a": "Call 1098", "emergency_b": "Go in pairs"},
            valid_from=dt.date(2026, 1, 2),
        )
    page = text_of(world.officer, f"/reports/{report.pk}/")
    assert page.index("Call 1098") < page.index("Go in pairs")
    assert "Common practice" not in page


def test_report_page_begins_with_what_was_reported_and_accept() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report = world.report("now")
    page = text_of(world.colleague, f"/reports/{report.pk}/")
    order = (
        "Details of the report",
        f"/reports/{report.pk}/accept/",
        "The child may be in danger now",
        "The child, as far as known",
        'id="response"',
        "Emergency steps",
        "On duty now",
    )
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    details = page[places[0] : places[1]]
    assert str(Urgency.NOW.label) in details
    assert "left" in details
    assert "Call the person on duty now" not in page  # the reader is on duty


def test_a_country_is_not_called_a_district() -> None:
    world = QueueWorld()
    report = world.report("soon")
    with role("maintenance"):
        Report.objects.filter(pk=report.pk).update(country="NPL", district="")
    page = text_of(world.officer, f"/reports/{report.pk}/")
    assert "<dt>Country</dt>" in page.replace("\n", "").replace("  ", "")
    assert "<dt>District</dt>" not in page.replace("\n", "").replace("  ", "")


def test_two_accept_at_once_and_the_second_learns_who_was_first() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district, cover=world.worker)
    report = world.report("now")
    address = f"/reports/{report.pk}/accept/"
    first, second = signed_in(world.colleague), signed_in(world.worker)
    leader = signed_in(world.leaders[world.district])
    assert first.post(address).url == f"/reports/{report.pk}/"
    answer = second.post(address, follow=True)
    assert answer.redirect_chain[-1][0] == "/reports/"
    told = f"{world.colleague.name} already accepted report {report_reference(report.pk)}"
    assert told in words(answer.content)
    assert told in words(leader.post(address, follow=True).content)
    assert second.get(f"/reports/{report.pk}/").status_code == 404
    page = leader.get(f"/reports/{report.pk}/").content.decode()
    assert "Accepted by" in page
    assert first.get(address).status_code == 405


def test_escalated_report_shows_its_level() -> None:
    world = QueueWorld()
    report = world.report("now")
    escalate(response(report).escalate_at)
    assert "Escalated once" in text_of(world.officer)
    assert "escalated once" in text_of(world.officer, f"/reports/{report.pk}/")
    leader = world.leaders[world.province]
    assert "escalated once" in text_of(leader, "/")
    assert "Report not accepted in time: child in immediate danger" in text_of(leader, "/")


def test_report_that_was_closed_meanwhile_is_not_reassigned() -> None:
    world = QueueWorld()
    report, client = world.report(), signed_in(world.officer)
    address = f"/reports/{report.pk}/reassign/"
    form = client.get(f"{address}?q={world.worker.name}").content.decode()
    with role(
        "maintenance"
    ):  # as the outcome of a colleague does, after the page has read the report
        ReportResponse.objects.filter(report=report.pk).update(state="closed", escalate_at=None)
    sent = filled.form(form, note="Please") | {"to": [str(world.worker.pk)]}
    answer = client.post(f"{address}?q={world.worker.name}", sent)
    assert answer["Location"] == f"/reports/{report.pk}/"
    assert "is closed." in read(client.get(answer["Location"]))[0]
    with role("maintenance"):
        assert Report.objects.get(pk=report.pk).version == report.version, "nothing was written"


def test_colleague_is_searched_for_by_name() -> None:
    world = QueueWorld()
    far = agencies.staff("case_worker", agencies.office(world.district.agency), name="Zubaida K.")
    report = world.report()
    address = f"/reports/{report.pk}/reassign/"
    client = signed_in(world.officer)
    with at_most(20):
        page = client.post(address, {"search": "yes", "q": "zubai"}).content.decode()
    assert "Zubaida K." in page
    assert world.worker.name not in page
    assert f'value="{far.pk}"' in page
    # The name is in no address; the form that follows has it.
    assert 'name="q" value="zubai"' in page
    assert "?q=" not in page
    nobody = client.post(address, {"search": "yes", "q": "nobody"})
    assert "No colleague who handles reports has this name" in read(nobody)[0]
    with role("maintenance"):
        Hidden.objects.create(file_id=report.file_id, principal=far.pk, hidden_by=world.officer.pk)
    again = client.post(address, {"search": "yes", "q": "zubai"})
    assert "Zubaida K." not in read(again)[0]


def test_mail_says_only_that_something_waits() -> None:
    from saathi.agencies.notice_mail import NoticeMail, notice_message

    kinds = ["report_late_now", "report_new_today", "report_new"]
    mail = notice_message(NoticeMail("a@example.org", "en", kinds, [1, 2, 1], []))
    assert "- You have a new notice (4)" in mail.body
    for word in ("danger", "report", "today", "urgent"):
        assert word not in (mail.subject + mail.body).lower()


def test_page_says_what_the_time_is_for_and_a_visit_comes_before_the_decision() -> None:
    world = QueueWorld()
    client = signed_in(world.officer)
    danger, other = world.report("now"), world.report("today")
    for report, chip in ((danger, ""), (other, "Time to decide: 23 h 59 min left")):
        address = f"/reports/{report.pk}/"
        before = client.get(address).context["response"].time_text
        assert before.startswith("Time to accept: ")
        client.post(f"{address}accept/")
        page = client.get(address)
        assert page.context["response"].time_text == chip
        assert "Decide by" in page.content.decode()
        assert "By then, open a case or record another outcome." in page.content.decode()
    overdue(danger)
    page = client.get(f"/reports/{danger.pk}/")
    assert page.context["response"].time_text == "Time to decide: Overdue by 25 min"


def test_supervisors_who_were_notified_are_named_among_the_readers() -> None:
    world = QueueWorld()
    report = world.report("now")
    leader = world.leaders[world.district]
    client = signed_in(world.officer)
    with at_most(20):
        page = read(client.get(f"/reports/{report.pk}/"))[0]
    assert f"Supervisors notified {leader.name}" in page
    escalate(clock.now() + dt.timedelta(hours=2))
    above = world.leaders[world.province]
    page = read(client.get(f"/reports/{report.pk}/"))[0]
    names = ", ".join(sorted([leader.name, above.name]))
    assert f"Supervisors notified {names}" in page


def test_where_no_one_is_on_duty_the_first_step_gives_the_telephone_of_the_supervisors() -> None:
    world = QueueWorld()
    report = world.report("now")
    leader, client = world.leaders[world.district], signed_in(world.officer)
    page = read(client.get(f"/reports/{report.pk}/"))[0]
    assert f"No one is on duty. Call a supervisor now: {leader.name}" in page
    assert "Call the person on duty now" not in page
    with role("maintenance"):
        for number, days in (("+977 1 5550101", 30), ("+977 1 5550102", 3)):
            end = clock.now() - dt.timedelta(days=days)
            DutyShift.objects.create(
                office=world.district, staff=leader, phone=number, recorded_by=leader.pk,
                starts_at=end - dt.timedelta(hours=8), ends_at=end,
            )  # fmt: skip
    with at_most(20):
        page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "+977 1 5550102" in page
    assert "+977 1 5550101" not in page


def test_list_names_the_district_of_a_report() -> None:
    world = QueueWorld()
    world.report(district="NP-DHA", country="NPL")
    columns = signed_in(world.officer).get("/reports/").context["list"].table.columns
    assert "District" in [str(column.label) for column in columns]
