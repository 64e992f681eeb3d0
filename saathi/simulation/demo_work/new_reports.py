"""New work for the demo's case worker: a report, a missing child, an answer from abroad."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.country_protocols import ProtocolQuestion, ProtocolShareableFact
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.consent.actions import record_consent
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ChildAnswer, ChildCapacity, ConsentScope, LegalBasis
from saathi.infra import clock
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegedPerpetratorKind,
    AllegedRole,
    ApproachChannel,
    FirmKind,
    PerpetratorRelationship,
)
from saathi.people.names import Name
from saathi.people.vocabulary import Gender
from saathi.policy.agreements.queries import national_focal_points
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.services.actions.referring import (
    ReferralInput,
    create_referral_from_report,
)
from saathi.protection.casework.services.vocabulary import ReferralUrgency, ServiceKind
from saathi.protection.identification.intake.actions import ReportInput, record_report
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.actions import accept_report, reassign_report
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    ContactBackPreference,
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    Seeker,
    Urgency,
)
from saathi.protection.identification.missing.actions.registering import (
    DisappearanceInput,
    MissingChildInput,
    report_missing,
)
from saathi.protection.identification.missing.vocabulary import Circumstance
from saathi.protection.returns.borders import actions as borders
from saathi.protection.returns.borders import queries as border_queries
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    EnquiryRoute,
    FearOfAuthority,
)
from saathi.protection.returns.protection_screening import contact_gate
from saathi.protection.returns.protection_screening.actions import add_screening
from saathi.protection.returns.protection_screening.models import PROMPTS, ProtectionScreening
from saathi.protection.returns.protection_screening.vocabulary import (
    ProtectionAnswer,
    ProtectionScreeningResult,
    RepresentativePresence,
    ScreenerTraining,
)
from saathi.simulation.demo_work import demo_staff


def add_report() -> None:
    """Adds a report that the intake officer assigns to the case worker for acceptance."""
    officer, worker = (
        demo_staff.demo_person("intake_officer"),
        demo_staff.demo_person("case_worker"),
    )
    new = ReportInput(
        received_at=clock.now() - dt.timedelta(hours=3),
        channel=ReportChannel.SCHOOL,
        reporter_kind=ReportingPersonKind.TEACHER,
        urgency=Urgency.SOON,
        concerns=[Concern.CHILD_MARRIAGE],
        country=officer.office.country,
        district=officer.office.district,
        language="mai",
        child_gender=Gender.GIRL,
        child_age_low=14,
        child_age_high=15,
        timing=HarmTiming.FEARED,
        known_from=InformationSource.CHILD,
        contact_back=ContactBackPreference.SAFE,
        texts={
            "what": "A pupil of class eight told the teacher that a wedding is planned after the exams, "
            "and that the family has accepted a gift. The pupil asked for help and wants to stay in school.",
            "child_names": "Ranjana",
            "reporter_name": "A teacher (invented)",
            "reporter_contact": "Through the school office, in the morning",
        },
    )
    with demo_staff.acting_as(officer):
        report = record_report(new=new, actor=officer)
        accept_report(report_id=report.pk, actor=officer)
        note = "You know this school. The pupil can be met there on Sunday before class."
        reassign_report(report=report, colleague=worker, note=note, keeps=True, actor=officer)


def add_family_referrals() -> None:
    """Adds livelihood support for the families of two reports, requested before any case."""
    supervisor, officer = (
        demo_staff.demo_person("supervisor"),
        demo_staff.demo_person("intake_officer"),
    )
    with demo_staff.acting_as(officer):
        first, second = demo_staff.first_or_fail(list(_own_reports(officer)[:2]), 2)
        _refer_family(
            first, officer, "A place in the goat-keeping group, and the school bag scheme."
        )
    with demo_staff.acting_as(supervisor):
        _refer_family(
            second, supervisor, "Help with the debt to the contractor, so that work can end."
        )


def _own_reports(officer: Staff) -> QuerySet[Report]:
    """The reports that the officer recorded, newest first."""
    return access.visible(officer, Report).filter(recorded_by=officer.pk).order_by("-recorded_at")


def _refer_family(report: Report, actor: Staff, need: str) -> None:
    data = ReferralInput(
        kind=ServiceKind.LIVELIHOOD,
        urgency=ReferralUrgency.SOON,
        offered_on=actor.office.today(),
        country=actor.office.country,
        texts={"to_whom": "Ward office, livelihood desk (invented)", "need": need},
    )
    create_referral_from_report(report=report, data=data, actor=actor)


def add_allegations() -> None:
    """Names one placement office in two files; the nightly run notes this without names."""
    worker = demo_staff.demo_person("case_worker")
    with demo_staff.acting_as(worker):
        cases = demo_staff.cases_of_quotable_children(
            demo_staff.open_cases(worker, worker=worker), worker
        )
        for case, told in zip(demo_staff.first_or_fail(cases[2:4], 2), ALLEGED, strict=True):
            alleged = AllegedPerpetrator(
                file_id=case.file_id,
                child=case.child,
                subject=AllegedPerpetratorKind.FIRM,
                firm_kind=FirmKind.JOB_AGENCY,
                roles=[AllegedRole.RECRUITED],
                relationship=PerpetratorRelationship.NOT_KNOWN,
                reached=[ApproachChannel.AGENT],
                said_by=AllegationSource.FAMILY,
                said_on=worker.office.today() - dt.timedelta(days=5),
            )
            alleged.name, alleged.on_what = "Suryodaya Manpower Janakpur (invented)", told
            alleged.how = (
                "Promised a shop job, took the papers, gave 9800000000 (invented) as a number."
            )
            add_record(record=alleged, actor=worker)


ALLEGED = (
    "The father kept the visiting card and showed it to the case worker.",
    "The mother was called by the office and asked to sign a paper that she could not read.",
)


def add_missing_child() -> None:
    """Adds a missing child, whose grandmother went to the case worker."""
    worker = demo_staff.demo_person("case_worker")
    with demo_staff.acting_as(worker):
        today = worker.office.today()
        report_missing(
            disappearance=DisappearanceInput(
                channel=ReportChannel.OUTREACH,
                relation=Seeker.GRANDPARENT,
                contact_back=ContactBackPreference.SAFE,
                may_tell=["police"],
                urgency=Urgency.TODAY,
                circumstances=[Circumstance.FOR_WORK, Circumstance.WITH_SOMEBODY],
                missing_from=today - dt.timedelta(days=4),
                missing_to=today - dt.timedelta(days=3),
                country=worker.office.country,
                district=worker.office.district,
                texts={
                    "told": "Left with a neighbour’s cousin who promised work in a sweet shop across the "
                    "border. The telephone has been off since the second day.",
                    "where": "The bus stop of the weekly market",
                    "teller_name": "The grandmother (invented)",
                    "teller_contact": "At home in the evening",
                },
            ),
            child_data=MissingChildInput(
                names=[Name("given", "दीपक", "ne"), Name("father", "रामबाबु", "ne")],
                gender=Gender.BOY,
                age_low=13,
                age_high=13,
                nationality="NPL",
                home_country="NPL",
                home_district=worker.office.district,
                languages=["mai", "ne"],
                clues=[{"kind": "other", "words": "A scar above the left eyebrow"}],
            ),
            actor=worker,
        )


def add_border_enquiry() -> None:
    """Adds an enquiry to the neighbouring country under the protocol, as the child agreed."""
    worker = demo_staff.demo_person("case_worker")
    with demo_staff.acting_as(worker):
        today = worker.office.today()
        cases = reversed(demo_staff.open_cases(worker, worker=worker))
        quotable = demo_staff.cases_of_quotable_children(cases, worker)
        [case] = demo_staff.first_or_fail(_first_screened(quotable, worker), 1)
        consent = Consent(
            file_id=case.file_id,
            child=case.child,
            scopes=[ConsentScope.ORIGIN, ConsentScope.TRACING],
            basis=LegalBasis.CONSENT,
            answer=ChildAnswer.YES,
            capacity=ChildCapacity.FULL,
            given_on=today,
        )
        borders.send_enquiry(
            case=case,
            question=borders.CrossBorderEnquiryInput(
                country="IND",
                protocol=border_queries.active_protocols(worker.office)[0],
                asks=[ProtocolQuestion.FAMILY, ProtocolQuestion.SAFETY],
                asked_on=today,
                texts={"question": "Does an aunt still live there, and would a visit be safe?"},
                route=EnquiryRoute.FOCAL_POINT,
                focal_point=national_focal_points(["IND"])["IND"],
            ),
            disclosure=borders.CrossBorderDisclosureInput(
                facts=[ProtocolShareableFact.AGE, ProtocolShareableFact.LANGUAGES],
                fear=FearOfAuthority.NONE,
                child_view=ChildViewOnEnquiry.AGREES,
                consent=record_consent(consent=consent, actor=worker).pk,
                on=today,
                texts={"best": "The child wants to know whether the aunt can be visited."},
            ),
            actor=worker,
        )


def _first_screened(cases: Iterable[Case], worker: Staff) -> list[Case]:
    """The first case whose child's record does not contradict a screening without a sign, screened."""
    for case in cases:
        screening = _screen(case, worker)
        if not contact_gate.details_against(screening.pk):
            return [case]
    return []


def _screen(case: Case, worker: Staff) -> ProtectionScreening:
    """Adds a screening for international protection without a sign, before the enquiry."""
    screening = ProtectionScreening(
        file_id=case.file_id,
        child=case.child,
        screened_on=worker.office.today(),
        training=ScreenerTraining.TRAINED,
        representative=RepresentativePresence.PRESENT,
        result=ProtectionScreeningResult.NO_SIGN,
        **dict.fromkeys(PROMPTS, ProtectionAnswer.NO),
    )
    screening.screener = "Screening officer of the legal aid centre"
    return add_screening(screening=screening, case=case, actor=worker)
