"""The work of the demo's staff: recorded once, through the actions, with dates in order."""

import datetime as dt
import os
import subprocess
import sys
from collections import Counter

import pytest

from saathi.agencies import access, collection_methods
from saathi.agencies.models import (
    CollectionStart,
    Configuration,
    ErasureRequest,
    RecordCollectionMethod,
    StaffChange,
)
from saathi.agencies.record_origins import record_kinds
from saathi.agencies.vocabulary import CollectionMethod
from saathi.audit.models import AuditEntry
from saathi.consent.acts import count_acts, list_acts
from saathi.consent.models import Decision, OtherPersonStatement
from saathi.evidence.external.models import ExternalSeries
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.evidence.sharing.models import SharingAgreement
from saathi.protection.casework.committees.models import FollowUp
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.exchange.models import Export, Import
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.simulation.demo_work import demo_staff, record
from tests.roles import role
from tests.server import SERVER

pytestmark = pytest.mark.xdist_group("simulation")
# What the load itself makes none of, or not of this kind.
RECORDED = {
    Operation: 4,
    FirstDecision: 7,
    Handover: 5,
    FollowUp: 3,
    StaffChange: 3,
    Incident: 2,
    Measure: 3,
    ErasureRequest: 3,
    Import: 1,
    Export: 1,
    ExternalSeries: 1,
    PrevalenceEstimate: 2,
    SharingAgreement: 3,
    Configuration: 2,
    CrossBorderEnquiry: 1,
    Conference: 1,
    ConferenceDecision: 6,
    OtherPersonStatement: 2,
    Decision: 6,
}


@pytest.fixture
def before(small: str) -> dict[type, int]:
    """How many records of each kind the load made; then the work is recorded, as the web role."""
    counted = {model: model.objects.count() for model in (*RECORDED, Complaint, MissingReport)}
    with role("app"):
        assert record.record_demo_work()
    return counted


def test_each_part_is_recorded(before: dict[type, int]) -> None:
    made = {model: model.objects.count() - before[model] for model in RECORDED}
    assert made == RECORDED
    assert Complaint.objects.count() - before[Complaint] == 4
    assert MissingReport.objects.count() - before[MissingReport] == 1


def test_work_is_recorded_once(before: dict[type, int]) -> None:
    assert before
    with role("app"):
        assert not record.record_demo_work()
    assert Operation.objects.count() == RECORDED[Operation]


def test_each_transfer_has_an_entry_of_its_actor(before: dict[type, int]) -> None:
    assert before
    supervisor = demo_staff.demo_person("supervisor")
    entries = AuditEntry.objects.filter(by=supervisor.pk, kind="granted")
    for handover in Handover.objects.filter(
        recorded_by=supervisor.pk, kind__in=["office", "agency"]
    ):
        assert entries.filter(file_id=handover.file_id).exists()


@pytest.mark.requirement("DAT-006")
def test_records_of_the_demo_say_that_they_are_simulated(before: dict[type, int]) -> None:
    """Those of the load by the moment, those of the staff's work by rows of their own; none as on screen."""
    assert before
    ways: Counter[CollectionMethod | None] = Counter()
    for model, kind in record_kinds().items():
        latest = model._default_manager.order_by("-recorded_at")[:15]
        earliest = model._default_manager.order_by("recorded_at")[:5]
        for item in () if kind.method else (*latest, *earliest):
            told = collection_methods.collection_methods_of_file(
                item.file_id, {item.pk: item.recorded_at}
            )
            ways[told[item.pk]] += 1
    assert set(ways) == {CollectionMethod.SIMULATED, CollectionMethod.WITH_STEP}
    assert ways[CollectionMethod.SIMULATED] > 700
    assert RecordCollectionMethod.objects.filter(method=CollectionMethod.SIMULATED).exists()
    assert CollectionStart.objects.get().earlier == CollectionMethod.SIMULATED


def test_states_that_a_visitor_is_to_see(before: dict[type, int]) -> None:
    assert before
    states = sorted(Handover.objects.exclude(kind="worker").values_list("kind", "state"))
    assert states == [
        ("agency", "offered"),
        ("office", "accepted"),
        ("office", "declined"),
        ("office", "offered"),
        ("office", "offered"),
    ]
    assert sorted(Incident.objects.values_list("state", flat=True)) == ["closed", "open"]
    assert sorted(ErasureRequest.objects.values_list("state", flat=True)) == [
        "refused",
        "waits",
        "waits",
    ]


def test_some_acts_are_assessed_and_some_are_not(before: dict[type, int]) -> None:
    """A visitor sees both on the page of acts, and decisions on acts of more than one kind."""
    assert before
    on_acts = Decision.objects.exclude(act="")
    assert len(set(on_acts.values_list("act", flat=True))) > 1
    worker = demo_staff.demo_person("case_worker")
    with role("app"), demo_staff.acting_as(worker):
        rights = [access.rights(worker, decision.file_id) for decision in on_acts]
        assert {act.kind.name for each in rights for act in list_acts(each) if act.decision}
        assert any(count_acts(each, missing_only=True) for each in rights)


def test_dates_are_in_order(before: dict[type, int]) -> None:
    """A measure does not come before its breach, an answer not before its complaint, nothing after today."""
    assert before
    today = demo_staff.demo_person("supervisor").office.today()
    for measure in Measure.objects.select_related("incident"):
        began_on = demo_staff.demo_person("supervisor").office.date_of(measure.incident.began_at)
        assert began_on <= measure.done_on <= today
    assert Operation.objects.filter(state="approved", happened_on__gte=today).count() == 1
    for complaint in Complaint.objects.all():
        assert complaint.said_on <= min(complaint.answered_on or today, complaint.answer_by)
    for decision in FirstDecision.objects.select_related("operation"):
        assert decision.operation.happened_on <= decision.decided_on <= today
    for agreement in SharingAgreement.objects.all():
        assert agreement.agreed_on <= today < agreement.until
    for enquiry in CrossBorderEnquiry.objects.all():
        assert enquiry.asked_on < (enquiry.answer_by or today) <= today + dt.timedelta(days=60)


def test_words_of_children_are_of_those_who_can_speak(before: dict[type, int]) -> None:
    assert before
    year = demo_staff.demo_person("supervisor").office.today().year
    for handover in Handover.objects.exclude(kind="worker").select_related("case__child"):
        born = handover.case.child.birth_year_high
        assert born is not None
        assert year - born >= demo_staff.AGE_TO_SPEAK


def test_command_is_refused_outside_the_demo(small_nation: str) -> None:
    environment = os.environ | {
        "SAATHI_PROCESS": "web",
        "SAATHI_DATABASE_URL": SERVER.url("saathi_app", small_nation),
    }
    environment.pop("SAATHI_DEMO", None)
    command = [sys.executable, "-m", "saathi.config.command", "simulate", "--staff-work"]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "This works in the demo country only." in done.stderr
