"""Who may read a record, in plain Python, from the requirement in words: with which both locks are compared.

One function for each model that not everybody reads who reads its section. None of them looks at the
model's `read_condition`. That the person reads the section of the file is `section_oracle.reads_section`.
"""

from typing import Any

from saathi.agencies.models import Office, Scoped, Staff
from saathi.agencies.sections import Section
from saathi.participation.models import Reader, Statement, Themes
from saathi.people.around.models import AllegedPerpetrator, Outcome
from saathi.people.identity.models import DiscriminationGrounds
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentChild,
)
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.services.models import (
    Attendance,
    Enrolment,
    Livelihood,
    Opinion,
    Referral,
    SessionNote,
    SupportSession,
)
from saathi.protection.casework.supplements.models import ANSWER_MODELS
from saathi.protection.exchange.models import Export
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.models import (
    ReportNote,
    ReportResponse,
    ResponseStep,
)
from saathi.protection.identification.matches.models import (
    MachineAssessment,
    MatchPair,
    MatchReview,
    RepeatAllegation,
)
from saathi.protection.identification.missing.models import SearchPhoto
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.justice.proceedings.models import Accused, Charge
from saathi.protection.justice.protection_measures.models import Threat, ThreatCheck
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.returns.protection_screening.models import (
    ContactSafeguardFinding,
    NoSignExplanation,
    ProtectionReferral,
    ProtectionScreening,
)
from saathi.protection.returns.tracing.models import FamilyClaim, HomeAssessment
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferHandover,
    TransferJourney,
    TransferReceipt,
    TransferReport,
    TransferRequest,
)
from tests.agencies.read_worlds import World
from tests.agencies.section_oracle import (
    ORACLES,
    has_more_than_a_referral,
    kinds_of_rights,
    oracle_for,
    reads_section,
    works_with_child,
)


@oracle_for(Statement)
def reads_statement(world: World, person: Staff, row: Statement) -> bool:
    """The child decides: the team, named readers, or only the recorder; the recorder always may."""
    if row.recorded_by == person.id or row.audience == "team":
        return True
    named = {reader.staff_id for reader in world.of(Reader) if reader.statement_id == row.id}
    return row.audience == "named" and person.id in named


@oracle_for(Themes)
def reads_themes(world: World, person: Staff, row: Themes) -> bool:
    """What a statement is about is for the readers of the statement."""
    return reads_statement(world, person, world.one(Statement, row.statement_id))


@oracle_for(DiscriminationGrounds)
def reads_grounds(world: World, person: Staff, row: DiscriminationGrounds) -> bool:
    """The child decides: those who work with the child, or only the recorder."""
    is_for_team = row.readers == "team" and works_with_child(world, person, row)
    return row.recorded_by == person.id or is_for_team


@oracle_for(AllegedPerpetrator)
def reads_accusation(_world: World, person: Staff, row: AllegedPerpetrator) -> bool:
    """An accused member of staff does not read the accusation."""
    return row.accused_staff != person.id


@oracle_for(Outcome)
def reads_outcome(world: World, person: Staff, row: Outcome) -> bool:
    """The accused does not read what an authority decided either."""
    return reads_accusation(world, person, world.one(AllegedPerpetrator, row.alleged_id))


@oracle_for(Accused, Threat)
def reads_accused(_world: World, person: Staff, row: Accused | Threat) -> bool:
    """Accused staff do not read that they are accused, nor of the threat."""
    return row.accused_staff != person.id


@oracle_for(Charge)
def reads_charge(world: World, person: Staff, row: Charge) -> bool:
    """Nor the charges."""
    return reads_accused(world, person, world.one(Accused, row.accused_id))


@oracle_for(ThreatCheck)
def reads_threat_check(world: World, person: Staff, row: ThreatCheck) -> bool:
    """Nor the checks of a threat by them."""
    return reads_accused(world, person, world.one(Threat, row.threat_id))


@oracle_for(FacilityIncidentChild)
def reads_facility_incident(world: World, person: Staff, row: FacilityIncidentChild) -> bool:
    """Neither those it is about nor who works for the agency that operates the facility."""
    incident = world.one(FacilityIncident, row.incident_id)
    facility = world.one(Facility, incident.facility_id)
    return person.id not in incident.not_for and person.agency_id != facility.run_by_id


@oracle_for(RepeatAllegation)
def reads_repetition(world: World, person: Staff, row: RepeatAllegation) -> bool:
    """The match expires, and the accused does not read it."""
    said = world.one(AllegedPerpetrator, row.alleged_id)
    return row.expires_at > world.now and reads_accusation(world, person, said)


@oracle_for(Complaint)
def reads_complaint(world: World, person: Staff, row: Complaint) -> bool:
    """Never those it is about; else the team if the child agrees, the recorder, the handler, the leaders."""
    if person.id in row.not_for:
        return False
    leads = "owner" in kinds_of_rights(world, person, row.file_id, row.section)
    return row.readers == "team" or person.id in {row.recorded_by, row.handler_id} or leads


@oracle_for(FollowUp)
def reads_follow_up(world: World, person: Staff, row: FollowUp) -> bool:
    """The committee member who was asked, and those who work with the child."""
    return row.asked_of_id == person.id or works_with_child(world, person, row)


@oracle_for(CommitteeObservation)
def reads_observation(world: World, person: Staff, row: CommitteeObservation) -> bool:
    """The recorder, and those who work with the child."""
    return row.recorded_by == person.id or works_with_child(world, person, row)


@oracle_for(Export)
def reads_export(_world: World, person: Staff, row: Export) -> bool:
    """Only the requester."""
    return row.recorded_by == person.id


@oracle_for(Handover)
def reads_handover(world: World, person: Staff, row: Handover) -> bool:
    """Those who work with the child, who offered it, and the active leaders of the two offices."""
    led = world.principals[person.id] if person.is_active else set()
    is_led = bool(led & {row.to_office_id, row.from_office_id})
    return is_led or row.recorded_by == person.id or works_with_child(world, person, row)


@oracle_for(MatchPair)
def reads_pair(world: World, person: Staff, row: MatchPair) -> bool:
    """Those who read the identity in both files."""
    return reads_section(world, person, row.other_id, Section.IDENTITY)


@oracle_for(MatchReview)
def reads_review(world: World, person: Staff, row: MatchReview) -> bool:
    """The reviewer's own; those of others once the pair is settled, if they read the pair."""
    pair = world.one(MatchPair, row.pair_id)
    is_open = pair.settled_at is None
    return row.recorded_by == person.id or (not is_open and reads_pair(world, person, pair))


@oracle_for(MachineAssessment)
def reads_assessment(world: World, person: Staff, row: MachineAssessment) -> bool:
    """Those who have decided on the pair themselves."""
    reviews = [review for review in world.of(MatchReview) if review.pair_id == row.pair_id]
    return person.id in {review.recorded_by for review in reviews}


@oracle_for(Enrolment, Attendance, SupportSession, Livelihood, *ANSWER_MODELS)
def reads_support(world: World, person: Staff, row: Scoped) -> bool:
    """What the reader wrote; more only by another right than a referral of the child to the reader."""
    return row.recorded_by == person.id or has_more_than_a_referral(world, person, row)


@oracle_for(Referral)
def reads_referral(world: World, person: Staff, row: Referral) -> bool:
    """As other support; and the one the child was referred to reads the referral."""
    return row.receiver == person.id or reads_support(world, person, row)


@oracle_for(SessionNote)
def reads_session_note(world: World, person: Staff, row: SessionNote) -> bool:
    """The author; the team if the child agrees, without people who only have a referral."""
    lets_team = row.audience == "team" and has_more_than_a_referral(world, person, row)
    return row.recorded_by == person.id or lets_team


@oracle_for(Note)
def reads_note(world: World, person: Staff, row: Note) -> bool:
    """A note of supervision: its author, the colleague in it, and those who lead the office; others all."""
    takes_part = person.id in {row.recorded_by, row.to_id}
    leads = "owner" in kinds_of_rights(world, person, row.file_id, row.section)
    return row.audience == "team" or takes_part or leads


@oracle_for(Opinion)
def reads_opinion(_world: World, person: Staff, row: Opinion) -> bool:
    """The child decides: the team, or only the recorder."""
    return row.audience == "team" or row.recorded_by == person.id


@oracle_for(Document)
def reads_document(world: World, person: Staff, row: Document) -> bool:
    """Of the child's workers who read what a document of this type tells: who added it, all, or some.

    When those who may see it have all left, whoever leads the office reads it.
    """
    if row.kind == "medical":
        section = Section.NEEDS
    elif row.kind in {"birth", "identity_card", "passport", "school"}:
        section = Section.IDENTITY
    else:
        section = Section.LEGAL
    if not reads_section(world, person, row.file_id, section):
        return False
    if not works_with_child(world, person, row):
        return False
    named = {*row.readers} if row.audience == "named" else set()
    may_see = {row.recorded_by, *named}
    if row.audience == "team" or person.id in may_see:
        return True
    is_left = not any(
        works_with_child(world, other, row)
        and reads_section(world, other, row.file_id, Section.IDENTITY)
        for other in world.people
        if other.id in may_see
    )
    return is_left and "owner" in kinds_of_rights(world, person, row.file_id, row.section)


@oracle_for(Due)
def reads_due(world: World, person: Staff, row: Due) -> bool:
    """That a document expires: who recorded or has the duty, and workers who read documents of all types."""
    if row.duty != "document" or person.id in {row.recorded_by, row.worker_id}:
        return True
    sections = (Section.LEGAL, Section.NEEDS)
    reads_all = all(reads_section(world, person, row.file_id, each) for each in sections)
    return reads_all and works_with_child(world, person, row)


@oracle_for(DocumentFile)
def reads_document_file(world: World, person: Staff, row: DocumentFile) -> bool:
    """A file is read as its document."""
    return reads_document(world, person, world.one(Document, row.document_id))


@oracle_for(VoiceRecording)
def reads_recording(world: World, person: Staff, row: VoiceRecording) -> bool:
    """Of those who work with the child: who added it, and all or some of the others."""
    is_chosen = row.audience == "team" or (row.audience == "named" and person.id in row.readers)
    return (is_chosen or row.recorded_by == person.id) and works_with_child(world, person, row)


@oracle_for(Portrait, SearchPhoto)
def reads_portrait(world: World, person: Staff, row: Portrait | SearchPhoto) -> bool:
    """Those who work with the child."""
    return works_with_child(world, person, row)


@oracle_for(ReportResponse, ResponseStep)
def reads_response(
    world: World, person: Staff, row: ReportNote | ReportResponse | ResponseStep
) -> bool:
    """Not those named in the report, nor who work in the office that it names or below it.

    Nor those that the file of the report's child is hidden from.
    """
    about = world.one(Report, row.report_id).child_file_id
    if any(
        h.file_id == about and h.principal in {person.id, person.agency_id} for h in world.hidden
    ):
        return False
    response = next(each for each in world.of(ReportResponse) if each.report_id == row.report_id)
    office: Office | None = person.office
    while office is not None and office.pk != response.named_office_id:
        office = office.parent
    is_of_named_office = response.named_office_id is not None and office is not None
    return person.id not in response.named_staff and not is_of_named_office


@oracle_for(ReportNote)
def reads_report_note(world: World, person: Staff, row: ReportNote) -> bool:
    """Whoever added it; else not those bypassed by the report."""
    return row.recorded_by == person.id or reads_response(world, person, row)


@oracle_for(ProtectionScreening)
def reads_protection_screening(world: World, person: Staff, row: ProtectionScreening) -> bool:
    """The recorder, those named in it, and the leaders of the office that holds the file."""
    is_named = person.id == row.recorded_by or person.id in row.readers
    return is_named or "owner" in kinds_of_rights(world, person, row.file_id, row.section)


@oracle_for(ProtectionReferral, NoSignExplanation)
def reads_protection_referral(
    world: World, person: Staff, row: ProtectionReferral | NoSignExplanation
) -> bool:
    """Its recorder, the leaders of the office, and readers of the screening."""
    is_own = person.id == row.recorded_by
    if is_own or "owner" in kinds_of_rights(world, person, row.file_id, row.section):
        return True
    if row.screening_id is None:
        return False
    screening = world.one(ProtectionScreening, row.screening_id)
    return reads_protection_screening(world, person, screening)


@oracle_for(ContactSafeguardFinding)
def reads_safeguard_finding(world: World, person: Staff, row: ContactSafeguardFinding) -> bool:
    """Readers of the screening that counted on the day, and the leaders of the office."""
    if "owner" in kinds_of_rights(world, person, row.file_id, row.section):
        return True
    if row.screening_id is None:
        return False
    screening = world.one(ProtectionScreening, row.screening_id)
    return reads_protection_screening(world, person, screening)


@oracle_for(FamilyClaim, HomeAssessment)
def reads_what_is_said_of_a_family(world: World, person: Staff, row: Scoped) -> bool:
    """Who claims a child, and what a household is like: for those who work with the child."""
    return works_with_child(world, person, row)


@oracle_for(Transfer)
def reads_transfer(world: World, person: Staff, row: Transfer) -> bool:
    """Those who work with the child, and the colleague of another agency who receives the child."""
    return row.receiver_id == person.id or works_with_child(world, person, row)


@oracle_for(ReceivingPlacement, TransferJourney, TransferRequest, TransferAnswer)
def reads_addressed_record(world: World, person: Staff, row: Any) -> bool:
    """A receiver reads what was addressed to them and their own answers, nothing of another receiver."""
    to_whom = row.recorded_by if isinstance(row, TransferAnswer) else row.addressee
    is_for_person = to_whom == person.id or works_with_child(world, person, row)
    return is_for_person and reads_record_of_transfer(world, person, row)


@oracle_for(TransferHandover, TransferReceipt, TransferReport)
def reads_record_of_transfer(world: World, person: Staff, row: Any) -> bool:
    """A record of a transfer is read as the transfer."""
    return reads_transfer(world, person, world.one(Transfer, row.transfer_id))


# Complete only here, after each function above has named its models.
ALL_ORACLES = ORACLES
