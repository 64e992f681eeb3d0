"""Screens of referrals: access, offer, answer, outcome, sharing."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.actions import add_age_statements
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ReferralDeclineReason, ReferralState
from saathi.vault.models import OldSealedValue
from tests import sending
from tests.factories import agencies, children, helps, rights, teams
from tests.factories.orders import record_finding
from tests.protection.casework.services.referral_pages import FOLLOW, OFFER, address, offered
from tests.reading import DAY, day, post, read, refused, status
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- who may not ----------------------------------------------------------------------------------


def test_referral_is_hidden_from_strangers_and_fixed_for_readers(
    child: Child, worker: Staff
) -> None:
    referral = offered(child, worker)
    lawyer = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    for name in (
        "show_referral",
        "record_referral_progress",
        "print_referral",
        "end_service_access",
    ):
        assert status(agencies.staff(), address(name, child, referral.pk)) <= {404, 405}
    assert "A place to learn tailoring" in read(
        lawyer, address("show_referral", child, referral.pk)
    )
    assert status(lawyer, address("record_referral_progress", child, referral.pk)) == {404}


def test_a_referral_of_another_file_is_not_found_below_this_one(
    child: Child, worker: Staff
) -> None:
    other = offered(children.case(worker, "Maya").child, worker)
    assert status(worker, address("record_referral_progress", child, other.pk)) == {404}


# --- the offer ------------------------------------------------------------------------------------


def test_nothing_is_shared_with_a_service_unless_it_was_selected(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor, name="Sewing room")
    offer = address("offer_service", child, service.pk)
    form = signed_in(worker).get(offer).context["form"]
    assert not form["shared"].value()
    assert "shared" not in {name for fold in form.folds for name in fold.names}
    sent = {name: value for name, value in OFFER.items() if name != "shared"}
    answer = signed_in(worker).post(offer, sent | sending.key())
    assert "This field is required" in answer.content.decode()
    with acting(worker):
        assert not Referral.objects.exists()


@pytest.mark.requirement("SRV-005")
def test_referral_offer_shows_answer_shared_and_withheld_items(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor, name="Sewing room")
    page = read(worker, address("choose_service", child))
    assert "Sewing room" in page
    page = post(worker, address("offer_service", child, service.pk), OFFER)
    for shown in (
        "Not sent yet", "Sewing room, Sathi Samuha", "Within a few days", "Wants it",
        "I want to sew", "Case ID, no name, The child’s needs",
        "none: no name is shared", "What happened The sewing teacher", "Step-free access",
    ):  # fmt: skip
        assert shown in page, shown
    with acting(worker):
        referral = Referral.objects.get()
        assert b"sewing" not in bytes(referral.sealed)
        assert Due.objects.get(pk=referral.due).due_on == DAY + dt.timedelta(days=1)  # to be sent


@pytest.mark.requirement("SRV-013")
@pytest.mark.requirement("IDN-003")
@pytest.mark.requirement("RTS-003")
@pytest.mark.parametrize("story", ["trafficked", "not trafficked", "nothing known"])
def test_help_does_not_depend_on_finding_or_nationality(
    worker: Staff, supervisor: Staff, story: str
) -> None:
    from saathi.protection.decisions.orders.vocabulary import StatusLayer, TraffickingFinding

    service = helps.service(supervisor, name="Sewing room")
    child_fields = (
        {"nationality_state": "known", "nationalities": ["BGD"]} if story == "trafficked" else {}
    )
    child = children.case(worker, "Rupa", **child_fields).child
    findings = {
        "trafficked": TraffickingFinding.ESTABLISHED,
        "not trafficked": TraffickingFinding.NOT_ESTABLISHED,
    }
    if story in findings:
        with acting(worker):
            record_finding(child, worker, StatusLayer.FINAL, findings[story], decided_on=DAY)
    page = read(worker, address("choose_service", child))
    assert "1 service" in page
    assert "Check with the service" not in page
    form = signed_in(worker).get(address("offer_service", child, service.pk)).content.decode()
    for gate in ("traffick", "nationality", "finding", "cooperat"):
        assert f'name="{gate}' not in form
    page = post(worker, address("offer_service", child, service.pk), OFFER)
    assert "Not sent yet" in page


@pytest.mark.requirement("RTS-008")
@pytest.mark.requirement("SRV-011")
def test_service_mismatch_is_shown_but_referral_is_possible(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    with role("maintenance"):
        Child.objects.filter(pk=child.pk).update(gender="boy", languages=["mai"])
    service = helps.service(supervisor, name="Girls only", serves=["girls"], languages=["ne"])
    helps.service(supervisor, name="Zenith for all")
    page = read(worker, address("choose_service", child))
    assert page.index("Zenith for all") < page.index("Girls only")
    assert "Ask anyway" in page
    assert "The service states that it does not accept children of this gender" in page
    assert "No one at the service speaks the child’s language" in page
    assert "Not sent yet" in post(worker, address("offer_service", child, service.pk), OFFER)


def test_referral_to_service_outside_directory(child: Child, worker: Staff) -> None:
    sent = OFFER | {"to_whom": "The old tailor at the bridge", "kind": "livelihood"}
    assert "This field is required" in refused(
        worker, address("offer_unlisted_service", child), OFFER
    )
    page = post(worker, address("offer_unlisted_service", child), sent)
    assert "The old tailor at the bridge" in page


@pytest.mark.requirement("SRV-015")
def test_information_and_learning_are_offered_as_a_service(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor, name="Safe travel talks", kinds=["information"])
    sent = OFFER | {"kind": "information"}
    page = post(worker, address("offer_service", child, service.pk), sent)
    assert "Information and awareness" in page


def test_child_who_declines_is_not_referred(child: Child, worker: Staff, supervisor: Staff) -> None:
    path = address("offer_service", child, helps.service(supervisor).pk)
    page = post(worker, path, OFFER | {"child_answer": "no", "child_words": "Too many people"})
    assert "The child does not want it" in page
    assert "Too many people" in page
    with acting(worker):
        assert Referral.objects.get().due is None


@pytest.mark.requirement("GDN-007")
def test_a_consent_given_as_a_child_is_neither_offered_nor_accepted_at_eighteen(
    worker: Staff, supervisor: Staff
) -> None:
    service = helps.service(supervisor, name="Sewing room")
    child = children.case(worker, "Rita", ages=[]).child
    path = address("offer_service", child, service.pk)
    with acting(worker):
        early = rights.consent(child, worker, scopes=("education",), given_on=dt.date(2020, 3, 2))
    assert f'value="{early.pk}"' in signed_in(worker).get(path).content.decode()
    turned = PartialDate.on(dt.date(worker.office.today().year, 1, 1))
    evidence = AgeEvidence(AgeBasis.DOCUMENTED, years=AgeRange(18, 18), as_of=turned)
    with acting(worker):
        add_age_statements(child=child, evidence=[evidence], note="", actor=worker)
    assert f'value="{early.pk}"' not in signed_in(worker).get(path).content.decode()
    page = refused(worker, path, OFFER | {"consent": str(early.pk)})
    assert "is not one of the available choices" in page
    with acting(worker):
        assert not Referral.objects.exists()
        anew = rights.consent(child, worker, scopes=("education",), given_on=worker.office.today())
    sent = OFFER | {"consent": str(anew.pk)} | day("offered_on", worker.office.today())
    assert "Not sent yet" in post(worker, path, sent)


@pytest.mark.requirement("SRV-001")
def test_four_kinds_of_help_are_offered_followed_and_counted_apart(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    """One need for each kind; a different answer and outcome of each does not touch the others."""
    kinds = {
        "legal": ("Legal help", "helped", "The need was met"),
        "social": ("Social work and welfare schemes", "partly", "Met in part"),
        "health": ("Health care", "not_helped", "Not met"),
        "psychosocial": ("Psychosocial counselling", "left", "The child left before the end"),
    }
    for kind, (_label, outcome, _shown) in kinds.items():
        service = helps.service(supervisor, name=f"Place of {kind}", kinds=[kind])
        offer = OFFER | {"kind": kind, "need": f"A {kind} need"}
        post(worker, address("offer_service", child, service.pk), offer)
        with acting(worker):
            referral = Referral.objects.get(kind=kind)
        path = address("record_referral_progress", child, referral.pk)
        post(worker, path, FOLLOW | {"version": 1})
        ended = FOLLOW | {"state": "ended", "outcome": outcome, **day("began_on"),
                          **day("ended_on"), "version": 2}  # fmt: skip
        post(worker, path, ended)
    for kind, (label, _outcome, shown) in kinds.items():
        with acting(worker):
            referral = Referral.objects.get(kind=kind)
        page = read(worker, address("show_referral", child, referral.pk))
        for text in (label, f"A {kind} need", shown):
            assert text in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, outcome FROM facts_referral")
        assert set(cursor.fetchall()) == {(kind, row[1]) for kind, row in kinds.items()}
    unknown = OFFER | {"kind": "magic", "to_whom": "The healer"}
    assert "not one of the available" in refused(
        worker, address("offer_unlisted_service", child), unknown
    )


# --- what became of it ----------------------------------------------------------------------------


@pytest.mark.requirement("SRV-005")
@pytest.mark.requirement("SRV-014")
def test_a_referral_from_answer_to_outcome_with_the_days_it_took(
    child: Child, worker: Staff
) -> None:
    referral = offered(child, worker)
    path = address("record_referral_progress", child, referral.pk)
    page = post(worker, path, FOLLOW | {"answer": "From Monday", "version": 1})
    assert "Accepted, not started" in page
    assert "From Monday" in page
    with acting(worker):
        assert Due.objects.get(pk=referral.due).done_on == DAY
    began = DAY + dt.timedelta(days=12)
    sent = FOLLOW | {"state": "attended", **day("began_on", began), "version": 2}
    page = post(worker, path, sent)
    assert "In progress" in page
    assert "Waiting time 12 days" in page
    assert "Current services Vocational training In progress" in read(
        worker, address("show_support", child)
    ).replace("Refer to a service ", "")
    ended = {
        "state": "ended", "outcome": "helped", "result": "She sews for a shop",
        **day("ended_on", began + dt.timedelta(1)),
    }  # fmt: skip
    page = post(worker, path, sent | ended | {"version": 3})
    for shown in ("Ended", "The need was met She sews for a shop"):
        assert shown in page
    with role("maintenance"):
        assert OldSealedValue.objects.filter(row_id=referral.pk).count() == 3


@pytest.mark.requirement("RTS-008")
@pytest.mark.requirement("NCR-006")
@pytest.mark.parametrize(
    "why",
    [
        ReferralDeclineReason.GENDER,
        ReferralDeclineReason.PAPERS,
        ReferralDeclineReason.HISTORY,
        ReferralDeclineReason.COOPERATION,
    ],
)
def test_discriminatory_refusal_is_recorded_and_marked(
    child: Child, worker: Staff, why: ReferralDeclineReason
) -> None:
    referral = offered(child, worker)
    sent = FOLLOW | {"state": "declined", "version": 1}
    path = address("record_referral_progress", child, referral.pk)
    assert "Enter why the service declined" in refused(worker, path, sent)
    page = post(worker, path, sent | {"why_declined": why.value})
    assert "This is not a valid reason to refuse a child" in page
    assert "This is not a valid reason to refuse a child" in read(
        worker, address("show_support", child)
    )


def test_refusal_of_full_service_is_not_marked(child: Child, worker: Staff) -> None:
    referral = offered(child, worker)
    sent = FOLLOW | {"state": "declined", "why_declined": "full", "version": 1}
    page = post(worker, address("record_referral_progress", child, referral.pk), sent)
    assert "No places available" in page
    assert "This is not a valid reason to refuse a child" not in page


def test_stale_follow_up_is_refused_and_double_submit_saves_once(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    referral = offered(child, worker)
    path = address("record_referral_progress", child, referral.pk)
    post(worker, path, FOLLOW | {"version": 1})
    late = signed_in(worker).post(path, FOLLOW | {"version": 1, "answer": "No!"} | sending.key())
    assert late.status_code == 409
    assert "No!" in late.content.decode()
    client, key = signed_in(worker), sending.key()
    offer = address("offer_service", child, helps.service(supervisor).pk)
    first, second = (client.post(offer, OFFER | key) for _ in range(2))
    assert first.url == second.url
    with acting(worker):
        assert Referral.objects.count() == 2


def test_referral_in_closed_case_is_recorded(child: Child, worker: Staff, case: Case) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(
            status="closed", closed_on=DAY, closing_reason="recovery"
        )
    referral = offered(child, worker)
    assert referral.due is None
    assert referral.state == ReferralState.OFFERED


# --- whether the service knows --------------------------------------------------------------------


def test_referral_is_not_sent_until_someone_records_how(child: Child, worker: Staff) -> None:
    referral = offered(child, worker)
    show, sent = (
        address(name, child, referral.pk) for name in ("show_referral", "record_referral_sent")
    )
    for page in (show, reverse("support:show_support", args=[child.file_id])):
        assert "Not sent yet" in read(worker, page)
    told = {"sent_how": "telephone", "version": referral.version}
    yesterday = day("sent_on", referral.offered_on - dt.timedelta(days=1))
    assert "not before the offer" in refused(worker, sent, told | yesterday)
    assert "required" in refused(worker, sent, day("sent_on") | {"version": referral.version})
    post(worker, sent, told | day("sent_on"))
    page = read(worker, show)
    assert "Not sent yet" not in page
    assert "By telephone" in page
    assert "Awaiting response" in page


def test_recording_how_a_referral_was_sent_is_refused_to_strangers_and_readers(
    child: Child, worker: Staff
) -> None:
    referral = offered(child, worker)
    lawyer = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    for person in (agencies.staff(), lawyer):
        assert status(person, address("record_referral_sent", child, referral.pk)) == {404}


def test_service_with_access_in_saathi_was_notified(child: Child, worker: Staff) -> None:
    referral = offered(child, worker)
    with role("maintenance"):
        Referral.objects.filter(pk=referral.pk).update(
            receiver=worker.pk, access_until=clock.now() + dt.timedelta(days=3)
        )
    page = read(worker, address("show_referral", child, referral.pk))
    assert "was notified in Saathi" in page
    assert "Not sent yet" not in page
