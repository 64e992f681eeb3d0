"""Case transfers between offices, agencies and countries: waiting, accepted and declined."""

import datetime as dt

from saathi.agencies.models import Office, Staff
from saathi.consent.actions import record_consent
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ChildAnswer, ChildCapacity, ConsentScope, LegalBasis
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.handovers import actions
from saathi.protection.casework.handovers.actions import HandoverInput, HandoverOfferInput
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.casework.handovers.queries import lacks_abroad
from saathi.protection.casework.handovers.vocabulary import (
    ChildViewOnHandover,
    HandoverDeclineReason,
    HandoverReason,
)
from saathi.simulation.demo_work import demo_staff

MOVED_AWAY = HandoverInput(
    reason=HandoverReason.MOVED,
    child_view=ChildViewOnHandover.AGREES,
    child_informed=UnderstandingLevel.YES,
    texts={
        "handed": "The child now lives in Kathmandu. Please continue the visits and the case plan. A "
        "first visit together with our worker is possible in the coming week.",
        "child_words": "I want one person who knows my story, so that I need not tell it again.",
        "information_given": "Who the new office is, that it reads the file, and whom to call until then.",
    },
)
CAME_BACK = HandoverInput(
    reason=HandoverReason.MOVED,
    child_view=ChildViewOnHandover.WANTS,
    child_informed=UnderstandingLevel.YES,
    texts={
        "handed": "The child came to Dhanusha last week and stays there. School and follow-up are to "
        "continue in Dhanusha. The next visit is due within the month.",
        "child_words": "I want to go to school where I live now.",
    },
)
BETTER_KNOWN = HandoverInput(
    reason=HandoverReason.KNOWS_BETTER,
    child_view=ChildViewOnHandover.UNSURE,
    child_informed=UnderstandingLevel.PARTLY,
    texts={
        "handed": "Your office works with families near the border crossing and knows the services "
        "there. We ask you to take over the follow-up.",
    },
)
ACROSS_BORDER = HandoverInput(
    reason=HandoverReason.LANGUAGE,
    child_view=ChildViewOnHandover.AGREES,
    child_informed=UnderstandingLevel.YES,
    texts={
        "handed": "Relatives of the child live in Sitamarhi. The committee there is asked to visit them "
        "and to continue the case with the child. Nothing is decided about a return.",
        "child_words": "My aunt is there. I want somebody to talk with her first.",
        "information_given": "That an office in India would read the file, and that the answer can be no.",
    },
)


def add_transfers() -> None:
    """Adds two transfers from other offices and three to others, one across the border."""
    supervisor = demo_staff.demo_person("supervisor")
    kathmandu = demo_staff.staff_member_at("NP-KTM", "supervisor")
    parsa = demo_staff.staff_member_at("NP-PAR", "supervisor")
    sitamarhi = demo_staff.staff_member_at("IN-BR-SIT", "supervisor")
    with demo_staff.acting_as(supervisor):
        worker = demo_staff.demo_person("case_worker")
        mine = demo_staff.cases_of_quotable_children(
            demo_staff.open_cases(supervisor, worker=worker), supervisor
        )
        [declined] = demo_staff.first_or_fail(mine, 1)
        own = demo_staff.cases_of_quotable_children(_cases_of_colleagues(supervisor), supervisor)
        [away] = demo_staff.first_or_fail(own, 1)
        screened = [case for case in (*own[1:], *mine[1:]) if _may_pass_to(case, sitamarhi.office)]
        _offer(away, kathmandu.office, MOVED_AWAY, supervisor)
        to_parsa = _offer(declined, parsa.office, BETTER_KNOWN, supervisor)
        if screened:  # of few children none may be permitted
            consent = _consent_to_transfer(screened[0], supervisor)
            _offer(screened[0], sitamarhi.office, ACROSS_BORDER, supervisor, consent)
    with demo_staff.acting_as(parsa):
        actions.decline_handover(
            handover=to_parsa,
            reason=HandoverDeclineReason.CHILD_VIEW,
            answer="Please ask the child first whether a change of worker is wanted now.",
            actor=parsa,
        )
    with demo_staff.acting_as(kathmandu):
        theirs = demo_staff.cases_of_quotable_children(demo_staff.open_cases(kathmandu), kathmandu)
        _to_answer, accepted = (
            _offer(case, supervisor.office, CAME_BACK, kathmandu)
            for case in demo_staff.first_or_fail(theirs, 2)
        )
    with demo_staff.acting_as(supervisor):
        colleague = demo_staff.staff_member_at("NP-DHA", "case_worker")
        why = "The child knows this worker. Two of the worker’s cases are about to be closed."
        actions.accept_handover(
            handover=accepted, worker=colleague, override_reason=why, actor=supervisor
        )


def _may_pass_to(case: Case, office: Office) -> bool:
    """Whether the screening for international protection allows a transfer to an office abroad."""
    return not lacks_abroad(case, office, ACROSS_BORDER.child_view)


def _cases_of_colleagues(supervisor: Staff) -> list[Case]:
    """Open cases of the supervisor's office that the demo worker does not have."""
    worker = demo_staff.demo_person("case_worker")
    cases = demo_staff.open_cases(supervisor)
    return [
        case
        for case in cases
        if case.office_id == supervisor.office_id and case.worker_id not in {None, worker.pk}
    ]


def _offer(
    case: Case, office: Office, data: HandoverInput, actor: Staff, consent: Consent | None = None
) -> Handover:
    today = actor.office.today()
    offer = HandoverOfferInput(
        to_office=office,
        answer_by=today + dt.timedelta(days=7),
        former_access_until=today + dt.timedelta(days=30),
        consent=consent,
    )
    return actions.offer_handover(case=case, offer=offer, data=data, actor=actor)


def _consent_to_transfer(case: Case, actor: Staff) -> Consent:
    consent = Consent(
        file_id=case.file_id,
        child=case.child,
        scopes=[ConsentScope.TRANSFER, ConsentScope.ORIGIN],
        basis=LegalBasis.CONSENT,
        answer=ChildAnswer.YES,
        capacity=ChildCapacity.FULL,
        given_on=actor.office.today(),
    )
    return record_consent(consent=consent, actor=actor)
