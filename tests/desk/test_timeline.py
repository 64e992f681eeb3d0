"""The full timeline of a file: without access, its content, filters and pages."""

import datetime as dt
from urllib.parse import urlencode

import pytest

from saathi.consent import actions as consents
from saathi.consent.vocabulary import ChildAnswer, LegalBasis
from saathi.infra import clock
from saathi.protection.casework.cases.actions.visiting import VisitInput, record_visit
from saathi.protection.casework.cases.models import Visit
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    NotMetReason,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ChildReferralAnswer
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import AuthorityKind, Safeguard
from saathi.protection.oversight.complaints.vocabulary import ComplaintKind, ComplaintReaders
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import complaints, helps, plans, rights
from tests.factories.orders import record_order
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def shown(around: ChildFileCast, **asked: object) -> str:
    client = signed_in(around.worker)
    with at_most(15):
        page = client.get(f"{around.url}timeline/?{urlencode(asked)}")
    assert page.status_code == 200
    return read(page)[0].partition("Timeline")[2]


def visited(around: ChildFileCast, number: int) -> None:
    with acting(around.worker):
        for ago in range(number):
            record_visit(
                case=around.case,
                new=VisitInput(
                    clock.now() - dt.timedelta(hours=ago), VisitKind.HOME, VisitOutcome.MET_ALONE
                ),
                actor=around.worker,
            )


def test_timeline_gives_404_to_stranger_and_is_logged(around: ChildFileCast) -> None:
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(f"{around.url}timeline/").status_code == 404
    shown(around)
    assert cast.entries(kind="listed", by=around.worker.pk, file_id=around.file_id)


def test_timeline_says_why_a_child_was_not_met(around: ChildFileCast) -> None:
    with acting(around.worker):
        for because in (NotMetReason.MOVED, NotMetReason.OTHER):
            record_visit(
                case=around.case,
                new=VisitInput(
                    clock.now(), VisitKind.HOME, VisitOutcome.NOT_MET, not_met_because=because
                ),
                actor=around.worker,
            )
    page = shown(around)
    assert page.count("The child was not met at a visit") == 2
    assert page.count("The child was not met at a visit: the child no longer lives there") == 1


def test_timeline_says_what_a_visit_found_to_those_who_read_risk(around: ChildFileCast) -> None:
    for safe in (ChildSafety.NO, ChildSafety.NOT_KNOWN, ChildSafety.YES):
        with acting(around.worker):
            new = VisitInput(
                clock.now(), VisitKind.HOME, VisitOutcome.MET_ALONE, child_safe=safe, note="Home."
            )
            record_visit(case=around.case, new=new, actor=around.worker)
    found = ("A visit found the child safe", "A visit found the child not safe")
    own, file = shown(around), read(signed_in(around.worker).get(around.url))[0]
    mother = signed_in(around.house_mother)
    others = [read(mother.get(f"{around.url}{page}"))[0] for page in ("timeline/", "")]
    for text in found:
        assert own.count(text) == 1
        assert text in file
        for page in others:
            assert "The child was visited and met alone" in page
            assert text not in page


def test_timeline_is_filtered_by_kind_period_and_person(around: ChildFileCast) -> None:
    cast.visit(around.case, around.worker)  # on 10 March 2026
    cast.said(around.case, around.house_mother, "I want to sew.")  # on 9 March 2026
    plans.asked(around.case, around.worker)
    everything = shown(around)
    for text in ("The child made a statement", "visited and met alone", "A case plan was created",
                 "The case was opened"):  # fmt: skip
        assert text in everything
    assert "visited" not in shown(around, kind="voice")
    assert "The child made a statement" in shown(around, kind="voice")
    ninth = {
        "since_0": 9,
        "since_1": 3,
        "since_2": 2026,
        "until_0": 9,
        "until_1": 3,
        "until_2": 2026,
    }
    only = shown(around, **ninth)
    assert "The child made a statement" in only
    assert "visited" not in only
    by_worker = shown(around, by=around.worker.pk)
    assert "visited" in by_worker
    assert "The child made a statement" not in by_worker
    assert "No events to show" in shown(around, kind="help")


def test_an_event_is_on_its_day_at_the_office(around: ChildFileCast) -> None:
    early = dt.datetime(2026, 3, 9, 19, 0, tzinfo=dt.UTC)  # 10 March, 0:45 in Kathmandu
    with acting(around.worker):
        new = VisitInput(early, VisitKind.HOME, VisitOutcome.MET_ALONE)
        record_visit(case=around.case, new=new, actor=around.worker)
    assert around.worker.office.time_zone == "Asia/Kathmandu"
    day = {f"{end}_{part}": n for end in ("since", "until") for part, n in enumerate((10, 3, 2026))}
    assert "visited" in shown(around, **day)
    assert "visited" not in shown(around, **day | {"since_0": 9, "until_0": 9})


def test_timeline_filter_refuses_reversed_period(around: ChildFileCast) -> None:
    data = {
        "since_0": 9,
        "since_1": 3,
        "since_2": 2026,
        "until_0": 8,
        "until_1": 3,
        "until_2": 2026,
    }
    page = signed_in(around.worker).get(f"{around.url}timeline/?{urlencode(data)}")
    assert "The end date is before the start date" in read(page)[0]
    assert signed_in(around.worker).get(f"{around.url}timeline/?before=x&kind=y").status_code == 200
    old = "2026-01-01_2026-01-01T00:00:00+00:00"
    for key in ("x", "_", "2026-01-01_x_y_z", old, f"{old}_x_y"):
        page = signed_in(around.worker).get(f"{around.url}timeline/", {"before": key})
        assert page.status_code == 200, key


@pytest.mark.parametrize("are_recorded_together", [False, True])
def test_timeline_pages_show_each_event_once(
    around: ChildFileCast, are_recorded_together: bool
) -> None:
    visited(around, 120)
    if are_recorded_together:  # as an import does
        with role("maintenance"):
            Visit.objects.update(recorded_at=clock.now(), happened_at=clock.now())
    client, path, seen = signed_in(around.worker), f"{around.url}timeline/?kind=met", 0
    for _page in range(4):
        page = client.get(path).content.decode()
        seen += page.count("The child was visited and met alone")
        _before, _link, more = page.partition('<p><a href="?')
        if not more:
            break
        path = f"{around.url}timeline/?" + more.partition('"')[0].replace("&amp;", "&")
    assert seen == 120


def test_timeline_hides_assessments_without_section(around: ChildFileCast) -> None:
    mother = signed_in(around.house_mother)
    plans.asked(around.case, around.worker)
    page = read(mother.get(f"{around.url}timeline/"))[0]
    assert "A case plan was created" in page
    assert "Needs and wishes were assessed" not in page


def recorded_by_law(around: ChildFileCast) -> None:
    """One record of each kind that law or a child's right asks for, by the worker."""
    child, worker = around.case.child, around.worker
    day = dt.date(2026, 3, 2)
    with acting(worker):
        rights.guardian(child, worker)
        consent = rights.consent(child, worker)
        consent.why = "No more"
        consents.withdraw_consent(consent=consent, version=consent.version, actor=worker)
        rights.consent(child, worker, answer=ChildAnswer.NO, basis=LegalBasis.VITAL, reason="Ill")
        rights.decision(child, worker)
        record_order(child, worker, day)
        broken = orders.BrokenSafeguardInput(
            Safeguard.DETAINED, day, AuthorityKind.POLICE, texts={"what": "Cell", "body": "Police"}
        )
        orders.record_broken_safeguard(case=around.case, data=broken, actor=worker)


BY_LAW = (
    "A guardian or representative began to act for the child",
    "The child was asked for consent and agreed",
    "Legal basis recorded: Danger to life or health; the child refused",
    "A consent was withdrawn",
    "An important decision about the child was made",
    "An authority made an order or decision",
    "Secondary victimisation",
)


def test_timeline_shows_consents_decisions_orders_and_guardians(around: ChildFileCast) -> None:
    recorded_by_law(around)
    everything = shown(around)
    assert [text for text in BY_LAW if text not in everything] == []
    legal = shown(around, kind="legal")
    assert [text for text in BY_LAW if text not in legal] == []
    assert "The case was opened" not in legal
    assert [text for text in BY_LAW if text in shown(around, kind="team")] == []
    for text in ("Hari Rai", "Cell", "Health care"):  # nothing of what was recorded
        assert text not in legal


def test_timeline_hides_consents_and_orders_without_their_sections(around: ChildFileCast) -> None:
    recorded_by_law(around)
    page = read(signed_in(around.house_mother).get(f"{around.url}timeline/"))[0]
    assert [text for text in BY_LAW if text in page] == []


def test_timeline_shows_a_complaint_to_those_who_may_read_it(around: ChildFileCast) -> None:
    child, worker = around.case.child, around.worker
    with acting(worker):
        complaints.complaint(child, worker, readers=ComplaintReaders.LEADERS)
        complaints.complaint(
            child, worker, kind=ComplaintKind.SUGGESTION, readers=ComplaintReaders.TEAM
        )
    seen = shown(around, kind="voice")
    assert "The child complained" in seen
    assert "The child made a suggestion" in seen
    mother = read(signed_in(around.house_mother).get(f"{around.url}timeline/"))[0]
    assert "The child complained" not in mother
    assert "The child made a suggestion" in mother
    file = read(signed_in(around.house_mother).get(around.url))[0]
    assert "The child complained" not in file
    assert "The child made a suggestion" in file


def test_referral_that_the_child_was_not_asked_about_is_no_offer(around: ChildFileCast) -> None:
    with acting(around.worker):
        helps.referral(around.case.child, around.worker, child_answer=ChildReferralAnswer.NOT_ASKED)
    page = shown(around)
    assert "A referral to a service was recorded" in page
    assert "The child was offered a service" not in page
    assert "A referral was sent" not in page
    with acting(around.worker):
        helps.referral(around.case.child, around.worker, child_answer=ChildReferralAnswer.UNSURE)
    with role("maintenance"):
        Referral.objects.filter(child_answer="unsure").update(sent_on=around.worker.office.today())
    page = shown(around)
    assert "The child was offered a service" in page
    assert "A referral was sent to a service" in page
