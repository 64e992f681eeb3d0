"""Recording a review of the plan with the child, and the talk before and at the 18th birthday."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.consent.vocabulary import ChildAgreement, ChildParticipation
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case, Due, Review
from saathi.protection.casework.cases.vocabulary import (
    CapacityAssessment,
    ConsentAtEighteen,
    Duty,
    ReviewKind,
    ReviewResult,
)


@dataclass(frozen=True)
class CaseReviewInput:
    """A review as it was held with the child; `texts` are sealed."""

    kind: ReviewKind
    reviewed_on: dt.date
    capacities: CapacityAssessment
    child_participation: ChildParticipation
    agreement: ChildAgreement
    result: ReviewResult
    consent_anew: ConsentAtEighteen | None = None
    texts: Mapping[str, str] = field(default_factory=dict)  # weighed, child_words, answer, ...


@transaction.atomic
def record_review(*, case: Case, new: CaseReviewInput, actor: Staff) -> Review:
    """Saves the review and sets the next one. Neither a review nor a birthday closes a case.

    The duty for the 18th birthday is done once consent has been asked again.
    """
    review = Review(
        file_id=case.file_id,
        case=case,
        kind=new.kind,
        reviewed_on=new.reviewed_on,
        capacities=new.capacities,
        child_participation=new.child_participation,
        agreement=new.agreement,
        result=new.result,
        consent_anew=new.consent_anew or "",
    )
    access.require(actor, Permission.WORK_ON_CASE, review)

    writing.add(review, actor=actor, payload={key: text for key, text in new.texts.items() if text})
    if new.consent_anew not in {None, ConsentAtEighteen.LATER}:
        open_duties = Due.objects.filter(case=case, duty=Duty.COMING_OF_AGE, done_on=None)
        writing.change_matching(open_duties, actor=actor, done_on=new.reviewed_on)
    duties.renew_duties(case=case, actor=actor, done=Duty.REVIEW, done_on=new.reviewed_on)
    return review
