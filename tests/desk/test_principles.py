"""Each significant act shows its answer to the four principles, or plainly that there is none."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from saathi.agencies import access, domains
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.consent import acts
from saathi.consent.actions import ConsentRecordRefused
from saathi.consent.models import Decision
from saathi.consent.vocabulary import DecisionKind
from saathi.people.actions import add_age_statements
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.handovers import actions as handovers
from saathi.protection.casework.handovers.vocabulary import HandoverReason
from saathi.protection.casework.services.models import Referral
from saathi.protection.decisions.orders.vocabulary import StatusLayer, TraffickingFinding
from saathi.protection.justice.proceedings.actions import testimony
from saathi.protection.returns.borders import actions as abroad
from saathi.protection.returns.transfers.models import Transfer
from tests import counting, filled
from tests.desk import closings
from tests.desk.cast import ChildFileCast, entries
from tests.factories import (
    agencies,
    borders,
    children,
    helps,
    orders,
    plans,
    protection,
    rights,
    teams,
    transfers,
)
from tests.factories import proceedings as court
from tests.protection.care.placements import steps as placements
from tests.protection.returns.tracing import steps as tracing
from tests.reading import day, post, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
NO_ANSWER = "Not assessed against the four principles"
ANSWER = {
    "what": "As the child and the team agreed", "child_participation": "in_person", "views": "She wants it",
    "weight": "followed", "best": "She learns", "equal": "As for every child", "develop": "Safe",
    "harm": "Gossip; nobody is told where", "agreement": "agrees",
}  # fmt: skip


def _plan(case: Case, worker: Staff) -> None:
    plans.asked(case, worker)


def _closing(case: Case, worker: Staff) -> None:
    closings.ask(case, worker)


def _referral(case: Case, worker: Staff) -> None:
    with acting(worker):
        helps.referral(case.child, worker)


def _order(case: Case, worker: Staff) -> None:
    with acting(worker):
        orders.record_order(case.child, worker, DAY)


def _finding(case: Case, worker: Staff) -> None:
    with acting(worker):
        finding = TraffickingFinding.PRESUMED
        orders.record_finding(case.child, worker, StatusLayer.PRACTITIONER, finding)


def _request(case: Case, worker: Staff) -> None:
    borders.protocol(worker)
    with acting(worker):
        borders.asked(case, worker)


def _answer_abroad(case: Case, worker: Staff) -> None:
    borders.protocol(worker)
    with acting(worker):
        enquiry = borders.received(case, worker)
        abroad.answer_enquiry(
            enquiry=enquiry,
            case=case,
            disclosure=borders.going(case, worker),
            version=enquiry.version,
            actor=worker,
        )


def _contact_permitted(case: Case, worker: Staff) -> None:
    leader = agencies.staff("supervisor", worker.office)
    with acting(worker):
        protection.screened(case, worker)
        asked = protection.asked(case, worker)
    with acting(leader):
        protection.permit(asked, leader)


def _family(case: Case, worker: Staff) -> ChildFileCast:
    leader = agencies.staff("supervisor", worker.office)
    return ChildFileCast(case, worker, leader, worker, worker, worker)


def _family_contact(case: Case, worker: Staff) -> None:
    tracing.arrange_contact(_family(case, worker))


def _reunification(case: Case, worker: Staff) -> None:
    tracing.approve_return(_family(case, worker))


def _transfer(case: Case, worker: Staff) -> None:
    leader = agencies.staff("supervisor", worker.office)
    receiving = agencies.office(worker.agency)
    agencies.staff("supervisor", receiving)
    today = worker.office.today()
    offer = handovers.HandoverOfferInput(receiving, today, today)
    data = handovers.HandoverInput(HandoverReason.MOVED, "agrees", "yes", {"handed": "School."})
    with acting(leader):
        handovers.offer_handover(case=case, offer=offer, data=data, actor=leader)


def _transfer_abroad(case: Case, worker: Staff) -> None:
    leader = agencies.staff("supervisor", worker.office)
    around = transfers.TransferCast(case, worker, leader, leader)
    transfer = transfers.opened(around)
    authorised = {"state": "authorised", "submitted_by": worker.pk, "decided_by": leader.pk}
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(decided_on=around.today(), **authorised)


def _placed(case: Case, worker: Staff) -> None:
    around = _family(case, worker)
    placements.agree(around)
    placements.place(around, placements.home(around))


def _presented(case: Case, worker: Staff) -> None:
    leader = agencies.staff("supervisor", worker.office)
    with acting(worker):
        proceeding = court.proceeding(case, worker)
        court.decision(proceeding, case, worker)
        asked = court.asked(proceeding, worker)
    with acting(leader):
        testimony.decide_presentation(
            request=asked, approves=True, reason="", version=1, actor=leader
        )


def _adult(case: Case, worker: Staff) -> None:
    adult = AgeEvidence(
        AgeBasis.DECLARED, years=AgeRange(19, 21), as_of=PartialDate.on(DAY), ends_presumption=True
    )
    with acting(worker):
        add_age_statements(child=case.child, evidence=[adult], note="Court", actor=worker)


# How each act is done, by its name, and what the page of the file calls it.
ACTS: dict[str, tuple[Callable[[Case, Staff], None], str]] = {
    "plan_approval": (_plan, "Approval of the case plan was requested"),
    "closing": (_closing, "Case closure was requested"),
    "referral": (_referral, "Referral to a service"),
    "order": (_order, "Order: Placement"),
    "status_finding": (_finding, "A finding about the child’s status was recorded"),
    "cross_border_request": (_request, "A request was sent to another country"),
    "cross_border_answer": (_answer_abroad, "A request from another country was answered"),
    "origin_contact_permitted": (
        _contact_permitted,
        "Contact with the country of origin was permitted",
    ),
    "family_contact": (_family_contact, "A contact with the family was arranged"),
    "reunification": (_reunification, "A return to the family was approved"),
    "transfer": (_transfer, "Transfer to another office was requested"),
    "transfer_abroad": (_transfer_abroad, "A transfer to another country was authorised"),
    "placement": (_placed, "Placement"),
    "child_presented": (
        _presented,
        "Presenting the child to tell what happened was approved",
    ),
    "adult_declared": (_adult, "An authority found that the person is an adult"),
}


def page_of(case: Case, query: str = "") -> str:
    return reverse("consent:list_acts", args=[case.file_id]) + query


def form_of(case: Case, reader: Staff) -> str:
    """The address of the form that answers for the only act of the file."""
    with acting(reader):
        [act] = acts.list_acts(access.rights(reader, case.file_id))
    name = "consent:record_decision_on_act"
    return reverse(name, args=[case.file_id, act.kind.name, act.act_id])


# --- who may not ----------------------------------------------------------------------------------


def test_acts_are_closed_without_the_right(case: Case, worker: Staff) -> None:
    _order(case, worker)
    form = form_of(case, worker)
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    for reader in (agencies.staff(), mother):
        client = signed_in(reader)
        for address in (page_of(case), form):
            assert client.get(address).status_code == 404
        assert client.post(form, ANSWER).status_code == 404


def test_an_act_of_another_file_or_an_unknown_one_has_no_form(case: Case, worker: Staff) -> None:
    other = children.case(worker, "Maya")
    _order(other, worker)
    foreign = form_of(other, worker).replace(str(other.file_id), str(case.file_id))
    assert signed_in(worker).get(foreign).status_code == 404
    assert signed_in(worker).get(foreign.replace("/order/", "/nothing/")).status_code == 404
    with acting(worker):
        [act] = acts.list_acts(access.rights(worker, other.file_id))
        with pytest.raises(ConsentRecordRefused):
            rights.decision(case.child, worker, act="order", act_id=act.act_id)
        assert not Decision.objects.exists()


def test_readers_see_only_acts_of_sections_and_records_that_they_may_read(
    case: Case, worker: Staff
) -> None:
    """A referral is read by who wrote it, by the team and by the leaders: not by a service elsewhere."""
    _order(case, worker)
    _referral(case, worker)
    shown = read(worker, page_of(case))
    assert "Order: Placement" in shown
    assert "Referral to a service" in shown
    with acting(worker):
        held = access.rights(worker, case.file_id)
        narrowed = access.FileRights(
            held.staff, held.file_id, held.reads & ~Referral.section, held.writes, held.kinds, None
        )
        [act] = acts.list_acts(narrowed)
        assert act.kind.name == "order"
        assert acts.count_acts(narrowed) == 1
        [referral] = [a for a in acts.list_acts(held) if a.kind.name == "referral"]
        assert acts.find_act(narrowed, "referral", referral.act_id) is None


# --- every act ------------------------------------------------------------------------------------


def test_every_declared_act_is_walked_here() -> None:
    kinds = domains.significant_acts()
    # One that answers itself is walked where it is recorded (best_interests/test_determinations.py).
    assert set(ACTS) == {name for name, kind in kinds.items() if not kind.answers_itself}
    subjects = {
        subject for kind in kinds.values() for subject in (kind.subject, *kind.subjects.values())
    }
    assert subjects <= set(DecisionKind.values)
    assert all(len(name) <= Decision._meta.get_field("act").max_length for name in kinds)


@pytest.mark.requirement("RTS-001")
@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_without_an_answer_shows_that_and_is_answered(
    case: Case, worker: Staff, name: str
) -> None:
    do, text = ACTS[name]
    if name == "closing":
        closings.assess_as_well(case, worker)
    do(case, worker)  # nothing stops it
    page = read(worker, page_of(case))
    assert text in page
    assert "1 act has not been assessed against the four principles." in page
    assert NO_ANSWER in page
    form = form_of(case, worker)
    assert form in signed_in(worker).get(page_of(case)).content.decode()
    opened = signed_in(worker).get(form)
    begun = opened.context["form"]
    with acting(worker):
        [act] = acts.list_acts(access.rights(worker, case.file_id))
    assert begun["significant_act"].value() == act.key
    assert begun["kind"].value() == act.kind.subject_of(act.code)
    assert begun["decided_on"].value() == act.on
    sent = filled.form(opened.content.decode(), decided_by="together", **ANSWER)
    answer = signed_in(worker).post(form, sent)
    assert answer["Location"] == page_of(case)
    page = read(worker, page_of(case))
    assert NO_ANSWER not in page
    assert f"{text} Assessed against the four principles" in page
    assert "Every act has been assessed." in read(worker, page_of(case, "?missing=1"))
    with acting(worker):
        decision = Decision.objects.get()
        assert (decision.act, decision.act_id) == (name, act.act_id)
        assert acts.list_acts(access.rights(worker, case.file_id))[0].decision == decision.pk
    whole = read(worker, reverse("consent:show_decision", args=[case.file_id, decision.pk]))
    for answered in ("She wants it", "She learns", "As for every child", "Safe", "Gossip"):
        assert answered in whole


@pytest.mark.requirement("RTS-001")
def test_an_answer_to_a_principle_that_is_left_out_comes_back(case: Case, worker: Staff) -> None:
    _order(case, worker)
    form = form_of(case, worker)
    sent = filled.form(signed_in(worker).get(form).content.decode(), **ANSWER | {"equal": ""})
    answer = signed_in(worker).post(form, sent)
    assert "Answer this in your own words." in words(answer.content)
    assert NO_ANSWER in read(worker, page_of(case))


@pytest.mark.requirement("RTS-001")
@pytest.mark.parametrize(
    ("asks", "name"), [(plans.asked, "plan_approval"), (closings.ask, "closing")]
)
def test_who_approves_sees_whether_the_answer_is_there_and_is_not_stopped_by_it(
    case: Case,
    worker: Staff,
    supervisor: Staff,
    asks: Callable[..., tuple[object, object]],
    name: str,
) -> None:
    closings.assess_as_well(case, worker)
    _subject, approval = asks(case, worker)
    address = reverse("desk:show_approval", args=[approval.pk])
    page = signed_in(supervisor).get(address)
    assert NO_ANSWER in words(page.content)
    assert 'value="approve"' in page.content.decode()
    with acting(worker):
        rights.decision(case.child, worker, act=name, act_id=approval.subject_id)
    page = read(supervisor, address)
    assert NO_ANSWER not in page
    assert "Assessed against the four principles · View the four principles" in page
    sent = filled.form(signed_in(supervisor).get(address).content.decode(), answer="approve")
    assert signed_in(supervisor).post(address, sent).status_code == 302
    [row] = signed_in(supervisor).get(page_of(case)).context["page"].parts[0].rows
    assert "approved" in row.title
    assert row.state == "Assessed against the four principles"


def test_a_decision_from_before_is_put_on_an_act_by_changing_it(case: Case, worker: Staff) -> None:
    with acting(worker):
        decision = rights.decision(case.child, worker)
    _order(case, worker)
    address = reverse("consent:change_decision", args=[case.file_id, decision.pk])
    choices = dict(signed_in(worker).get(address).context["form"].fields["significant_act"].choices)
    [key] = [key for key in choices if key]
    for text in ("Order: Placement", "2 March 2026"):
        assert text in choices[key]
    sent = ANSWER | {"kind": "placement", "decided_by": "team", **day("decided_on")}
    post(worker, address, sent | {"significant_act": key, "version": 1})
    assert NO_ANSWER not in read(worker, page_of(case))


def test_acts_are_latest_first_and_the_list_is_in_the_log(case: Case, worker: Staff) -> None:
    for month in (1, 3, 2):
        with acting(worker):
            orders.record_order(case.child, worker, dt.date(2026, month, 1))
    page = signed_in(worker).get(page_of(case)).context["page"]
    days = [row.pairs[0].text for row in page.parts[0].rows]
    assert days == ["1 March 2026", "1 February 2026", "1 January 2026"]
    who = page.parts[0].rows[0].pairs[1]
    assert (who.term, who.text) == ("Recorded by", worker.name)
    with acting(worker):
        ids = {act.act_id for act in acts.list_acts(access.rights(worker, case.file_id))}
    shown = [set(entry.objects_seen) for entry in entries(kind="listed", by=worker.id)]
    assert ids in shown


def test_two_hundred_acts_are_shown_in_pages_with_at_most_twenty_queries(
    case: Case, worker: Staff
) -> None:
    for number in range(200):
        with acting(worker):
            orders.record_order(case.child, worker, DAY - dt.timedelta(days=number))
    client = signed_in(worker)
    seen = 0
    for number in range(1, 5):
        with counting.at_most(20):
            page = client.get(page_of(case, f"?page={number}&missing=1"))
        seen += len(page.context["page"].parts[0].rows)
    assert seen == 200
    assert not page.context["page"].next_url
    assert "200 acts have not been assessed" in words(page.content)
