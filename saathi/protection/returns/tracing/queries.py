"""What is known in a file for a step of family tracing."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegationState, PerpetratorRelationship
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import Appeal, OrderKind
from saathi.protection.identification.screening.models import FamilyClue
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import CrossBorderEnquiryState, EnquiryDirection
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.protection_screening.queries import is_in_force
from saathi.protection.returns.protection_screening.superseding import RecordedFact
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactGate,
    ContactRoute,
    OriginBody,
    PermissionAnswer,
    PermissionState,
)
from saathi.protection.returns.tracing import (
    best_interests,
    enquiry_rules,
    family_rules,
    home_rules,
    reunification_rules,
    view_rules,
)
from saathi.protection.returns.tracing.models import (
    ChildTracingView,
    HomeAssessment,
    RelationshipVerification,
    Reunification,
    TracingEnquiry,
    TracingRequest,
    VerificationItem,
)
from saathi.protection.returns.tracing.rules import ChildWish
from saathi.protection.returns.tracing.vocabulary import (
    OPEN_STATES,
    FamilyPart,
    HomeResult,
    OrderCheck,
    ReunificationState,
    TracingWish,
    VerificationOutcome,
    VerificationState,
    ViewSubject,
    ViolenceScreen,
    YesNoNotKnown,
)
from saathi.web.components import join_facts

FAMILY_RELATIONSHIPS: Final = (
    PerpetratorRelationship.PARENT,
    PerpetratorRelationship.SIBLING,
    PerpetratorRelationship.RELATIVE,
    PerpetratorRelationship.SPOUSE,
)


def open_case(file_id: UUID, reader: Staff) -> Case | None:
    """The open case of a file, if there is one that the reader may read."""
    cases = access.visible(reader, Case).filter(file_id=file_id, status__in=OPEN_STATUSES)
    return cases.select_related("office").order_by("-opened_on", "-pk").first()


def open_requests(file_id: UUID, reader: Staff) -> QuerySet[TracingRequest]:
    """The tracing requests of a file that go on."""
    return access.visible(reader, TracingRequest).filter(file_id=file_id, state__in=OPEN_STATES)


def counting_wish(request: TracingRequest, subject: ViewSubject, reader: Staff) -> ChildWish | None:
    """The child's answer that counts for a search: a "no" that holds, else the latest.

    It holds in each search for the same relationship or person, also of other files of the child.
    """
    same = Q(request=request) | Q(request__relation=request.relation)
    if request.person_id:
        same |= Q(request__person=request.person_id)
    views = access.visible(reader, ChildTracingView).filter(
        same, file_id=request.file_id, subject=subject
    )
    listed = list(views.select_related("file__office").order_by("asked_on", "recorded_at"))
    counting = counting_record(listed, request.pk)
    if counting is not None and counting.wish == TracingWish.NO:
        return last_wish([counting])
    if no_on := _no_elsewhere(request.pk, subject):
        return ChildWish(TracingWish.NO, no_on)
    return last_wish([counting] if counting else [])


def has_no_that_holds(request: TracingRequest, reader: Staff) -> bool:
    """Whether a "no" of the child holds for a search, about whatever matter."""
    wishes = (counting_wish(request, subject, reader) for subject in ViewSubject)
    return any(wish is not None and wish.wish == TracingWish.NO for wish in wishes)


def takes_answers(request: TracingRequest, sought: view_rules.SoughtPerson, reader: Staff) -> bool:
    """Whether a search has answers that would replace a "no" about another person whom it is changed to."""
    views = access.visible(reader, ChildTracingView).filter(file_id=request.file_id)
    other = Q(pk__in=())
    if sought.relation != request.relation:
        other |= Q(request__relation=sought.relation)
    if sought.person_id and sought.person_id != request.person_id:
        other |= Q(request__person=sought.person_id)
    said_no = views.filter(other, wish=TracingWish.NO).exclude(request=request)
    return views.filter(request=request).exists() and said_no.exists()


def counting_record(views: Iterable[ChildTracingView], request_id: UUID) -> ChildTracingView | None:
    """The one of these answers about a matter that counts for a search; None if none does."""
    listed = sorted(views, key=lambda view: (view.asked_on, view.recorded_at))
    facts = [_recorded(view) for view in listed]
    counting = view_rules.counting_view(facts, request_id)
    return next((view for view, fact in zip(listed, facts, strict=True) if fact is counting), None)


def _recorded(view: ChildTracingView) -> view_rules.RecordedView:
    recorded_on = view.file.office.date_of(view.recorded_at)
    fact = RecordedFact(view.asked_on, recorded_on, view.recorded_by)
    return view_rules.RecordedView(view.request_id, TracingWish(view.wish), fact)


def _no_elsewhere(request_id: UUID, subject: ViewSubject) -> dt.date | None:
    """The day of a "no" in another file of the child, for readers of the legal records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tracing_no_elsewhere(%s, %s)", [request_id, subject.value])
        day: dt.date | None = cursor.fetchone()[0]
    return day


def view_of_others(request: TracingRequest, reader: Staff) -> ChildWish | None:
    """The child's latest answer about tracing in the other requests of the file.

    Answers about a person of the same relationship come before others; None if there is none.
    """
    views = access.visible(reader, ChildTracingView).filter(
        file_id=request.file_id, subject=ViewSubject.TRACING
    )
    is_same = Q(request__relation=request.relation)
    views = views.exclude(request_id=request.pk).annotate(
        is_same=ExpressionWrapper(is_same, BooleanField())
    )
    return last_wish(views.order_by("is_same", "asked_on", "recorded_at"))


def is_outgoing(enquiry: CrossBorderEnquiry | None, file_id: UUID) -> bool:
    """Whether this is a request of this file that we sent abroad and did not withdraw."""
    return (
        enquiry is not None
        and enquiry.file_id == file_id
        and enquiry.direction == EnquiryDirection.WE_ASK
        and enquiry.state != CrossBorderEnquiryState.WITHDRAWN
    )


def enquiry_target(enquiry: TracingEnquiry, actor: Staff) -> enquiry_rules.EnquiryTarget:
    """What the rules need of an opened enquiry."""
    return enquiry_rules.EnquiryTarget(
        way=enquiry.way,
        asked=enquiry.asked,
        country=enquiry.country,
        home_country=actor.office.country,
        facts=enquiry.facts,
        has_name_reason=bool(enquiry.why_name.strip()),
    )


@dataclass(frozen=True, slots=True)
class OfficialContact:
    """A contact with an office of the country of origin: in which file, of which country, and when."""

    file_id: UUID
    country: str
    is_consulate: bool
    on: dt.date


def is_permitted(contact: OfficialContact, gate: ContactGate, actor: Staff) -> bool:
    """Whether a supervisor permitted a contact with this body of the country on the day.

    As `tracing_is_permitted` in SQL.
    """
    permissions = access.visible(actor, ContactPermission).filter(
        file_id=contact.file_id,
        country=contact.country,
        state=PermissionState.OPEN,
        decided_on__lte=contact.on,
        ends_on__gte=contact.on,
    )
    if gate == ContactGate.STATELESS:
        agreed = (PermissionAnswer.AGREES, PermissionAnswer.IN_PART)
        permissions = permissions.filter(
            through=ContactRoute.REPRESENTATIVE, child_answer__in=agreed
        )
    of_consulate = Q(body=OriginBody.CONSULATE)
    permissions = permissions.filter(of_consulate if contact.is_consulate else ~of_consulate)
    return any(
        is_in_force(each, actor, contact.on)
        for each in permissions.select_related("child", "consent")
    )


def last_wish(views: Iterable[ChildTracingView]) -> ChildWish | None:
    """The answer of the last of these views; None if there is none."""
    listed = list(views)
    if not listed:
        return None
    view = listed[-1]
    return ChildWish(
        TracingWish(view.wish),
        view.asked_on,
        view.wait_until,
        view.why_not_asked,
        view.heard_for_child,
    )


def home_facts(home: HomeAssessment | None) -> family_rules.HomeFacts | None:
    """What the rules need of a home assessment."""
    if home is None:
        return None
    return family_rules.HomeFacts(
        home.visited_on,
        HomeResult(home.result),
        ViolenceScreen(home.violence),
        FamilyPart(home.family_part),
        home.factors,
        home.seen_alone,
        is_alleged_near=home.alleged_near == YesNoNotKnown.YES,
        are_others_at_risk=home.others_at_risk == YesNoNotKnown.YES,
    )


def latest_home(verification_id: UUID, reader: Staff) -> HomeAssessment | None:
    """The home assessment that counts for a person; None if there is none."""
    homes = access.visible(reader, HomeAssessment).filter(verification_id=verification_id)
    return counting_home(homes.select_related("file__office"))


def counting_home(homes: Iterable[HomeAssessment]) -> HomeAssessment | None:
    """The one of these assessments of a household that counts; None without any."""
    listed = sorted(homes, key=lambda home: (home.visited_on, home.recorded_at))
    facts = [_recorded_home(home) for home in listed]
    counting = home_rules.counting_home(facts)
    return next((home for home, fact in zip(listed, facts, strict=True) if fact is counting), None)


def _recorded_home(home: HomeAssessment) -> home_rules.RecordedHome:
    recorded_on = home.file.office.date_of(home.recorded_at)
    return home_rules.RecordedHome(
        HomeResult(home.result),
        ViolenceScreen(home.violence),
        RecordedFact(home.visited_on, recorded_on, home.recorded_by),
        is_alleged_near=home.alleged_near == YesNoNotKnown.YES,
    )


def of_same_person(verification: RelationshipVerification, prefix: str = "") -> Q:
    """Verifications of the same person: of one search, person in the file, or relationship."""
    same = Q(**{f"{prefix}request": verification.request_id})
    same |= Q(**{f"{prefix}relation": verification.relation})
    if person := verification.request.person_id:
        same |= Q(**{f"{prefix}request__person": person})
    return same


def may_have_part(verification: RelationshipVerification, reader: Staff) -> bool:
    """Whether the family of a verification had, or may have had, a part in trafficking or harm.

    What an assessment found in another verification of the same person counts as well.
    """
    of_file = access.visible(reader, HomeAssessment).filter(file_id=verification.file_id)
    homes = of_file.filter(of_same_person(verification, "verification__"))
    listed = list(homes.order_by("-visited_on", "-recorded_at"))
    # The latest of this verification says whether the part is unknown.
    listed.sort(key=lambda home: home.verification_id != verification.pk)
    facts = [home_facts(home) for home in listed]
    of_person = Q(relation__isnull=False, relation=verification.request.person_id)
    alleged = access.visible(reader, AllegedPerpetrator).filter(
        Q(relationship__in=FAMILY_RELATIONSHIPS) | of_person,
        file_id=verification.file_id,
        allegation_state=AllegationState.ALLEGED,
    )
    return family_rules.may_have_part([each for each in facts if each], is_alleged=alleged.exists())


def is_verified(verification: RelationshipVerification | None) -> bool:
    """Whether a second person confirmed that the relationship is verified."""
    return (
        verification is not None
        and verification.state == VerificationState.CONFIRMED
        and verification.outcome == VerificationOutcome.VERIFIED
    )


def verification_facts(
    verification: RelationshipVerification, outcome: VerificationOutcome, reader: Staff
) -> family_rules.RelationshipFacts:
    """What was done in an opened verification; its questions are queried."""
    items = access.visible(reader, VerificationItem).filter(verification=verification)
    return family_rules.RelationshipFacts(
        methods=verification.methods,
        child_worker=verification.child_worker_id,
        family_worker=verification.family_worker_id,
        has_other_worker=bool(verification.other_worker.strip()),
        matches=list(items.values_list("match", flat=True)),
        reasons=verification.reasons,
        outcome=outcome,
    )


def protection_orders(file_id: UUID, reader: Staff, on: dt.date) -> QuerySet[Order]:
    """The orders of protection in force on a day."""
    orders = access.visible(reader, Order).filter(file_id=file_id, kind=OrderKind.PROTECTION)
    return orders.filter(
        Q(expires_on=None) | Q(expires_on__gte=on),
        Q(ended_on=None) | Q(ended_on__gt=on),
        made_on__lte=on,
    ).exclude(appeal=Appeal.SET_ASIDE)


def return_facts(
    reunification: Reunification, reader: Staff, *, on: dt.date
) -> reunification_rules.ReturnFacts:
    """The facts for and against an opened return on a day."""
    verification = reunification.verification
    home = latest_home(verification.pk, reader) if verification else None
    view = (
        counting_wish(verification.request, ViewSubject.REUNIFICATION, reader)
        if verification
        else None
    )
    return reunification_rules.ReturnFacts(
        is_verified=is_verified(verification),
        home=home_facts(home),
        has_best_interests=best_interests.has_best_interests(reunification.file_id, reader, on=on),
        needs_determination=verification is not None and may_have_part(verification, reader),
        has_determination=best_interests.has_family_determination(
            reunification.file_id, reader, on=on
        ),
        view=view,
        order_check=OrderCheck(reunification.order_check),
        has_protection_order=protection_orders(reunification.file_id, reader, on).exists(),
        answer_to_child=reunification.answer_to_child,
        has_conditions=bool(reunification.conditions.strip()),
        has_other_approved=other_returns(reunification, reader)
        .filter(state=ReunificationState.APPROVED)
        .exists(),
        country=reunification.country,
        here=reunification.file.office.country,
    )


def other_returns(reunification: Reunification, reader: Staff) -> QuerySet[Reunification]:
    """The other returns of this child, in any state."""
    reunifications = access.visible(reader, Reunification).filter(child_id=reunification.child_id)
    return reunifications.exclude(pk=reunification.pk)


def clue_choices(file_id: UUID, reader: Staff) -> list[tuple[str, str]]:
    """The latest fifty clues to the family in the file as choices of a form, without the child's words."""
    clues = records.list_opened(
        reader, FamilyClue, "-stated_on", "-recorded_at", most=50, file_id=file_id
    )
    return [(str(clue.pk), _label_clue(clue)) for clue in clues]


def _label_clue(clue: FamilyClue) -> str:
    maybe = records.open_texts(clue).get("maybe", "")
    parts = (str(clue.get_kind_display()), maybe, format_day(clue.stated_on))
    return join_facts(part for part in parts if part)
