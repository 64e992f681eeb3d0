"""Texts and rows of proceedings for their pages."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.languages import Language
from saathi.protection.casework.services.models import Referral
from saathi.protection.justice.proceedings import charge_rules, queries, rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    Accused,
    Charge,
    ChildTestimonyDecision,
    ComprehensionFinding,
    CourtReferral,
    CourtVisit,
    Hearing,
    PresentationRequest,
    Proceeding,
    ProceedingStep,
    RightsExplanation,
    Summons,
)
from saathi.protection.justice.proceedings.testimony_rules import REFUSED_ELSEWHERE


def proceeding_title(proceeding: Proceeding) -> str:
    """The kind of a proceeding and its country."""
    kind = proceeding.get_kind_display()
    return _("%(kind)s proceedings, %(country)s") % {
        "kind": kind,
        "country": country_name(proceeding.country),
    }


def role_of_child(proceeding: Proceeding) -> str:
    """The child's role: victim of a crime or party, never accused."""
    is_victim = rules.is_victim(codes.ProceedingKind(proceeding.kind))
    return _("Victim of a crime") if is_victim else _("Party")


def days_text(days: int) -> str:
    """A number of days."""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def prolonged_text(part: rules.ProlongedPart) -> str:
    """A part that took longer than the procedure says."""
    texts = {
        "investigation_days": _("Investigation: %(days)s, limit %(limit)s"),
        "evidence_days": _("From charge to the child’s testimony: %(days)s, limit %(limit)s"),
        "trial_days": _("From charge to judgment: %(days)s, limit %(limit)s"),
    }
    return texts[part.code] % {"days": days_text(part.days), "limit": days_text(part.limit)}


def heard_on(hearings: Iterable[Hearing]) -> dt.date | None:
    """The first day on which the court heard the child; None if it has not."""
    days = [
        hearing.listed_on
        for hearing in hearings
        if hearing.state == codes.HearingState.HELD
        and hearing.mode not in {"", codes.HearingMode.NOT_HEARD, codes.HearingMode.NOT_KNOWN}
    ]
    return min(days, default=None)


def prolonged_alert(
    steps: Sequence[ProceedingStep],
    hearings: Sequence[Hearing],
    limits: Mapping[str, int],
    today: dt.date,
) -> list[kit.AlertBox]:
    """The alert for proceedings that take longer than the procedure of the country says."""
    stages = queries.stages_of(steps)
    parts = rules.prolonged_parts(stages, heard_on(hearings), limits, today=today)
    if not parts:
        return []
    text = " · ".join(prolonged_text(part) for part in parts)
    is_running = any(part.is_running for part in parts)
    kind: Literal["attend", "calm"] = "attend" if is_running else "calm"
    return [kit.AlertBox(_("Prolonged proceedings"), text, kind=kind, icon="clock")]


def step_row(
    step: ProceedingStep, days: int, *, is_current: bool, actions: Sequence[kit.ActionLink]
) -> kit.PanelRow:
    """A stage with its day, how long it lasted, and its result."""
    lasted = kit.LabelledValue(_("Duration"), days_text(days))
    names = ["result"] if step.result else []
    names += ["note"] if step.note else []
    is_over = step.stage == codes.ProceedingStage.ENDED
    pairs = [kit.LabelledValue(_("Reached on"), kit.format_day(step.reached_on))]
    pairs += [] if is_over else [lasted]
    return kit.record_row(
        step,
        [*pairs, *names],
        title=step.get_stage_display(),
        state_text=_("Current stage") if is_current else "",
        is_over=is_over,
        actions=actions,
    )


def accused_row(
    accused: Accused,
    name: str,
    charges: Sequence[Charge],
    actions: Sequence[kit.ActionLink],
) -> kit.PanelRow:
    """An accused person: the term for them follows from the charges."""
    term = charge_rules.accused_term(codes.ChargeOutcome(charge.outcome) for charge in charges)
    return kit.record_row(
        accused,
        ["whereabouts", *(["note"] if accused.note else [])],
        title=name or _("Name not known"),
        state_text=_(term),
        actions=actions,
    )


def charge_row(
    charge: Charge,
    name: str,
    actions: Sequence[kit.ActionLink],
    steps: Sequence[object],
) -> kit.PanelRow:
    """A charge with its outcome and the severity of the sentence."""
    pairs: list[str | kit.LabelledValue] = [kit.LabelledValue(_("Against"), name)]
    pairs += ["law"] if charge.law else []
    pairs += ["maximum_penalty"] if charge.maximum_penalty else []
    pairs += ["charged_on"]
    if charge.decided_on:
        pairs += ["decided_on"]
    if charge.sentence:
        severity = charge_rules.sentence_severity(charge.sentence, charge.prison_months)
        pairs += ["sentence"]
        pairs += ["prison_months"] if charge.prison_months is not None else []
        pairs += [kit.LabelledValue(_("Severity"), str(severity.label))]
    pairs += ["appeal"] if charge.appeal else []
    pairs += ["note"] if charge.note else []
    return kit.record_row(
        charge,
        pairs,
        title=charge.get_offence_display(),
        state="outcome",
        is_over=charge.outcome != codes.ChargeOutcome.PENDING,
        actions=actions,
        steps=steps,
    )


def decision_row(
    decision: ChildTestimonyDecision, *, is_latest: bool, actions: Sequence[kit.ActionLink]
) -> kit.PanelRow:
    """A decision of the child, with the child's words."""
    names: list[str | kit.LabelledValue] = ["explained_by"]
    names += ["explained_how"] if decision.explained_how else []
    if decision.language:
        language = str(Language(decision.language).label)
        names.append(kit.LabelledValue(_("Language"), language))
    names += ["understanding"] if decision.understanding else []
    names += [
        name for name in ("conditions", "fears", "pressure", "note") if getattr(decision, name)
    ]
    names += ["withdrawn_on", "withdrawal_words"] if decision.withdrawn_on else []
    is_over = not is_latest or decision.withdrawn_on is not None
    state = (
        _("Withdrawn") if decision.withdrawn_on else _("Current") if is_latest else _("Replaced")
    )
    return kit.record_row(
        decision,
        [kit.LabelledValue(_("Date"), kit.format_day(decision.decided_on)), *names],
        title=decision.get_answer_display(),
        state_text=state,
        is_over=is_over,
        words=decision.child_words,
        actions=actions,
    )


def finding_row(finding: ComprehensionFinding, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """A finding of comprehension."""
    names = [
        "found_by",
        *(["finder"] if finding.finder else []),
        "understood",
        "coherent",
        "grounds",
    ]
    names += ["needs"] if finding.needs else []
    title = kit.format_day(finding.found_on)
    return kit.record_row(finding, names, title=title, actions=actions)


def summons_row(summons: Summons, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """A summons."""
    names = ["source", "served_on", *(["served_to"] if summons.served_to else []), "appear_on"]
    names += ["note"] if summons.note else []
    return kit.record_row(summons, names, title=summons.get_subject_display(), actions=actions)


def visit_row(visit: CourtVisit, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """A preparation visit."""
    names = ["companions", "seen", "knows_refusal", "knows_breaks"]
    names += ["note"] if visit.note else []
    return kit.record_row(
        visit,
        names,
        title=kit.format_day(visit.visited_on),
        words=visit.child_words,
        actions=actions,
    )


def presentation_row(
    request: PresentationRequest,
    actions: Sequence[kit.ActionLink] = (),
    steps: Sequence[object] = (),
) -> kit.PanelRow:
    """A request to present the child."""
    names = ["planned_on", "told_before", *(["reason_code"] if request.reason_code else []), "why"]
    names += ["decided_on"] if request.decided_on else []
    names += ["answer"] if request.answer else []
    ended = {codes.PresentationState.REFUSED, codes.PresentationState.WITHDRAWN}
    return kit.record_row(
        request,
        names,
        title=request.get_occasion_display(),
        state="state",
        is_over=request.state in ended,
        needs_attention=request.state == codes.PresentationState.ASKED,
        actions=actions,
        steps=steps,
    )


def tellings_panel(staff: Staff, proceeding: Proceeding) -> kit.Panel:
    """How often the child gave an account, and the child's latest decision."""
    decision = queries.latest_decision(staff, proceeding)
    answer = decision.get_answer_display() if decision else _("not asked")
    if decision and decision.withdrawn_on:
        answer = _("Withdrew the decision to testify")
    accounts = str(queries.count_accounts(staff, proceeding.file_id))
    pairs = [
        kit.LabelledValue(_("Child’s decision"), answer),
        kit.LabelledValue(_("Accounts given so far"), accounts),
    ]
    if queries.agreement_of(staff, proceeding).is_refused_elsewhere:
        pairs.append(kit.LabelledValue(_("Other file"), _(REFUSED_ELSEWHERE)))
    return kit.Panel(_("Child’s testimony"), pairs=pairs)


_LISTED = "child_expected support_arranged support_person transport_arranged interpreter_arranged"
_ADJOURNED = "adjourned_by cause waited_minutes next_on note"
_HELD = (
    "child_part public mode in_room questions questions_stopped breaks support faced_accused "
    "child_room times_told waited_minutes note"
)


def hearing_row(
    hearing: Hearing,
    actions: Sequence[kit.ActionLink],
    steps: Sequence[object],
    today: dt.date,
) -> kit.PanelRow:
    """A hearing: what is planned, or what happened."""
    state = codes.HearingState(hearing.state)
    shown = {
        codes.HearingState.LISTED: _LISTED,
        codes.HearingState.ADJOURNED: _ADJOURNED,
        codes.HearingState.HELD: _HELD,
        codes.HearingState.CANCELLED: "child_expected",
    }[state]
    always = {"child_expected", "child_part", "public", "in_room", "next_on", "times_told"}
    names = [n for n in shown.split() if n in always or getattr(hearing, n) not in {"", None}]
    texts = [name for name in ("time_and_room", "purpose_note") if getattr(hearing, name)]
    names = [*texts, *names]
    is_violation = hearing.open_broken_id is not None or hearing.faced_broken_id is not None
    day = kit.format_day(hearing.listed_on)
    title = _("%(day)s: %(purpose)s") % {"day": day, "purpose": hearing.get_purpose_display()}
    is_waiting = state == codes.HearingState.LISTED and hearing.listed_on < today
    return kit.record_row(
        hearing,
        names,
        title=title,
        state_text=_("Held: safeguard violation") if is_violation else hearing.get_state_display(),
        is_urgent=is_violation,
        is_over=state in {codes.HearingState.CANCELLED, codes.HearingState.ADJOURNED},
        needs_attention=is_waiting,
        words=hearing.child_words,
        actions=actions,
        steps=steps,
    )


def rights_row(explanation: RightsExplanation, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """An explanation of the child's rights."""
    names: list[str | kit.LabelledValue] = ["explained_by", "rights", "understood"]
    if explanation.language:
        language = str(Language(explanation.language).label)
        names.append(kit.LabelledValue(_("Language"), language))
    names += ["note"] if explanation.note else []
    return kit.record_row(
        explanation,
        names,
        title=kit.format_day(explanation.explained_on),
        words=explanation.child_words,
        actions=actions,
    )


def help_row(referral: Referral) -> kit.PanelRow:
    """A referral to legal help, which the services of the file hold."""
    pairs = [kit.LabelledValue(_("Offered on"), kit.format_day(referral.offered_on))]
    if referral.child_answer:
        pairs.append(kit.LabelledValue(_("Child’s response"), referral.get_child_answer_display()))
    if referral.began_on:
        pairs.append(kit.LabelledValue(_("Began on"), kit.format_day(referral.began_on)))
    if referral.ended_on:
        pairs.append(kit.LabelledValue(_("Ended on"), kit.format_day(referral.ended_on)))
    title = referral.service.name if referral.service else _("Legal help")
    is_over = referral.ended_on is not None
    return kit.PanelRow(title, referral.get_state_display(), is_over=is_over, pairs=pairs)


def referral_row(referral: CourtReferral, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """A request to move a proceeding to a court for children."""
    names = ["asked_on", *(["decided_on"] if referral.decided_on else [])]
    names += ["note"] if referral.note else []
    return kit.record_row(
        referral,
        names,
        title=referral.court.name,
        state="outcome",
        needs_attention=referral.outcome == codes.CourtReferralOutcome.WAITING,
        actions=actions,
    )
