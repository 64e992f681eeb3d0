"""Recording an assessment of needs, strengths and wishes. Earlier assessments are kept."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.protection.casework.cases import due_rules
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Assessment, Case
from saathi.protection.casework.cases.vocabulary import (
    Duty,
    Facet,
    NeedState,
    RiskLevel,
    SelfHarmSigns,
    Stage,
)
from saathi.protection.casework.urgent_care.actions import ensure_urgent_care
from saathi.protection.casework.urgent_care.vocabulary import CareReason


@dataclass(frozen=True)
class AssessmentInput:
    """The findings of one day; every facet may be left out. The texts are sealed."""

    assessed_on: dt.date
    risk: RiskLevel
    facets: Mapping[Facet, NeedState] = field(default_factory=dict)
    texts: Mapping[Facet, str] = field(default_factory=dict)
    wishes: str = ""
    danger: str = ""
    language: str = ""
    self_harm: SelfHarmSigns = SelfHarmSigns.NOT_RECORDED

    def payload(self) -> dict[str, Any]:
        """The texts to seal: only those that were filled in."""
        texts = {str(facet.value): text for facet, text in self.texts.items() if text}
        sealed = {"facets": texts, "wishes": self.wishes, "risk": self.danger}
        return {key: value for key, value in sealed.items() if value}


@transaction.atomic
def record_assessment(*, case: Case, new: AssessmentInput, actor: Staff) -> Assessment:
    """Saves the assessment; the latest one sets the risk of the case and the next duties.

    Signs of self-harm begin the steps of the self-harm protocol.
    """
    assessment = Assessment(
        file_id=case.file_id,
        case=case,
        assessed_on=new.assessed_on,
        risk=new.risk,
        facets={facet.value: state.value for facet, state in new.facets.items()},
        language=new.language,
        self_harm=new.self_harm,
    )
    access.require(actor, Permission.WORK_ON_CASE, assessment)

    writing.add(assessment, actor=actor, payload=new.payload() or None)
    if new.self_harm == SelfHarmSigns.SIGNS:
        ensure_urgent_care(child=case.child, reason=CareReason.SELF_HARM, actor=actor)
    risk_before = case.risk
    _move_case(case, assessment, actor)
    duties.renew_duties(
        case=case,
        actor=actor,
        done=Duty.ASSESSMENT,
        done_on=new.assessed_on,
        risk=due_rules.risk_change(risk_before, case.risk),
    )
    return assessment


def _move_case(case: Case, assessment: Assessment, actor: Staff) -> None:
    """Updates risk and stage from the latest assessment, if the assessor may write the case."""
    if case.is_ended or not access.may_write(actor, case.file_id, Section.CASE):
        return
    later = Assessment.objects.filter(case=case, assessed_on__gt=assessment.assessed_on)
    if later.exists():
        return
    early = case.stage in {Stage.REGISTRATION, Stage.ASSESSMENT}
    stage = Stage.PLANNING if early else case.stage
    if (case.risk, case.stage) != (assessment.risk, stage):
        writing.change(case, actor=actor, risk=assessment.risk, stage=stage)
