"""A child's voice recordings, as far as the reader may see them and consent allows."""

from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.consent.queries import is_refused_since
from saathi.consent.rules import ConsentDates, consent_state
from saathi.consent.vocabulary import ChildAnswer, ConsentScope, LegalBasis
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementState
from saathi.people.models import Child
from saathi.people.queries import coming_of_age_day
from saathi.protection.casework.recordings import rules
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.recordings.rules import RecordingBasis
from saathi.protection.casework.recordings.vocabulary import RecordingState

MAX_LISTED = 200
MAX_OFFERED = 50  # statements and consents that the form offers


def list_recordings(staff: Staff, child: Child) -> list[VoiceRecording]:
    """The child's recordings that the reader may hear, the latest first, with their texts."""
    found = access.visible(staff, VoiceRecording).filter(child=child)
    listed = list(found.order_by("-spoken_on", "-recorded_at")[:MAX_LISTED])
    records.open_texts_of_each(listed)
    return listed


def list_recordings_of_statement(staff: Staff, statement: Statement) -> list[VoiceRecording]:
    """The recordings that belong to a statement, as far as the reader may hear them, without texts."""
    result = access.visible(staff, VoiceRecording).filter(statement=statement)
    return list(result.order_by("-spoken_on", "-recorded_at")[:MAX_OFFERED])


def get_recording(staff: Staff, file_id: UUID, recording_id: UUID) -> VoiceRecording:
    """One recording with its child and texts; logged. 404 if the reader may not hear it."""
    recording = records.get_record_of_file(staff, VoiceRecording, file_id, recording_id)
    records.open_texts(recording)
    return recording


def find_recording(staff: Staff, file_id: UUID, recording_id: UUID) -> VoiceRecording:
    """One recording with its child, unopened, not logged; 404 if the reader may not hear it."""
    voice_recordings = access.visible(staff, VoiceRecording).filter(pk=recording_id, file=file_id)
    recording = voice_recordings.select_related("child").first()
    if recording is None:
        raise access.NotAllowed
    return recording


def may_write_recordings(staff: Staff, file_id: UUID) -> bool:
    """Whether the reader writes the child's statements and works with the child."""
    is_writer = access.may_write(staff, file_id, VoiceRecording.section)
    return is_writer and access.rights(staff, file_id).is_own_case


def may_play(staff: Staff, recording: VoiceRecording) -> bool:
    """Whether the recording may be played today."""
    basis = None
    if recording.basis and recording.consented_on is not None:
        basis = ConsentDates(
            LegalBasis(recording.basis), recording.consented_on, recording.usable_until
        )
    adult_from = coming_of_age_day(recording.child, staff) if basis is not None else None
    return rules.may_play(
        RecordingState(recording.state),
        basis,
        adult_from=adult_from,
        is_refused=is_refused(recording),
        today=staff.office.today(),
    )


def is_refused(recording: VoiceRecording) -> bool:
    """Whether the child has refused recordings since the consent to this one."""
    if recording.consent_id is None:
        return False
    return is_refused_since(recording.consent_id, ConsentScope.PICTURE_OR_RECORDING)


def recording_consents(staff: Staff, child: Child) -> QuerySet[Consent]:
    """The consents and legal bases for a recording that were not withdrawn, the latest first."""
    consents = access.visible(staff, Consent).filter(
        child=child, scopes__contains=[ConsentScope.PICTURE_OR_RECORDING], withdrawn_on=None
    )
    return consents.order_by("-given_on", "-recorded_at")


def recording_basis(staff: Staff, consent: Consent, child: Child) -> RecordingBasis:
    """The facts that decide whether this consent or legal basis covers a recording today."""
    basis = LegalBasis(consent.basis)
    dates = ConsentDates(basis, consent.given_on, consent.ends_on, consent.withdrawn_on)
    state = consent_state(
        dates, adult_from=coming_of_age_day(child, staff), today=staff.office.today()
    )
    is_refused = is_refused_since(consent.pk, ConsentScope.PICTURE_OR_RECORDING)
    answer = ChildAnswer.NO if is_refused else ChildAnswer(consent.answer)
    return RecordingBasis(basis, answer, consent.scopes, state)


def offered_statements(staff: Staff, child: Child) -> QuerySet[Statement]:
    """The statements of the child that the reader may read, the latest first."""
    statements = access.visible(staff, Statement).filter(child=child, state=StatementState.SAID)
    return statements.order_by("-said_on", "-recorded_at")


def statement_of(staff: Staff, recording: VoiceRecording) -> Statement | None:
    """The statement that a recording belongs to, if the reader may read it."""
    if recording.statement_id is None:
        return None
    return access.visible(staff, Statement).filter(pk=recording.statement_id).first()
