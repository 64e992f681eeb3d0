"""What the page of threats and protection shows: rows and alerts, and no place."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office
from saathi.people import record_screens as kit
from saathi.protection.justice.protection_measures import rules, threat_rules
from saathi.protection.justice.protection_measures.models import (
    ProtectionMeasure,
    ProtectionReview,
    Threat,
    ThreatCheck,
)
from saathi.protection.justice.protection_measures.vocabulary import (
    ProtectionEffect,
    ProtectionState,
    ThreatSafety,
    ThreatState,
)
from saathi.web.components import AlertBox


def threat_row(
    threat: Threat, actions: Sequence[kit.ActionLink], steps: Sequence[object]
) -> kit.PanelRow:
    """A threat, what was done, and its end."""
    names = ["urgency", "targets", "ways", "what", "police"]
    if threat.state != ThreatState.ENDED and threat.alarm_urgency != threat.urgency:
        names.insert(1, "alarm_urgency")
    names += [
        name
        for name in (
            "answered_on",
            "response",
            "safety",
            "safe_since",
            "check_on",
            "ended_on",
            "end_reason",
            "end_note",
        )
        if getattr(threat, name)
    ]
    return kit.record_row(
        threat,
        names,
        title=kit.format_day(threat.happened_on),
        state="state",
        is_over=threat.state == ThreatState.ENDED,
        is_urgent=is_alarming(threat),
        needs_attention=threat.state == ThreatState.OPEN,
        words=threat.child_words,
        actions=actions,
        steps=steps,
    )


def is_alarming(threat: Threat) -> bool:
    """Whether someone must act on a threat now: no check confirms that the child is safe."""
    return threat_rules.is_alarming(
        threat.state, threat.alarm_urgency, threat.safety, threat.safe_since
    )


def check_row(check: ThreatCheck, office: Office) -> kit.PanelRow:
    """A check of a threat; a check that cannot end the alarm says why."""
    threat = check.threat
    known_on = threat.recorded_on
    if threat.changed_at is not None:
        known_on = max(known_on, office.date_of(threat.changed_at))
    is_confirming = threat_rules.confirms_safety(
        check.safe_now,
        check.checked_on,
        known_on=known_on,
        is_second_person=check.recorded_by != threat.recorded_by,
    )
    names: list[str | kit.LabelledValue] = ["safe_now", "sources", "checker", "seen", "next_on"]
    if check.safe_now == ThreatSafety.YES and not is_confirming:
        text = gettext("Does not end the alarm: a later day or a second person is needed.")
        names.append(kit.LabelledValue(_("Effect"), text))
    title = gettext("%(day)s: threat of %(threat)s") % {
        "day": kit.format_day(check.checked_on),
        "threat": kit.format_day(threat.happened_on),
    }
    return kit.record_row(
        check,
        names,
        title=title,
        words=check.child_words,
        needs_attention=check.safe_now != ThreatSafety.YES,
    )


_SHOWN = {
    ProtectionState.REQUESTED: "",
    ProtectionState.GRANTED: "decided_on refusal",
    ProtectionState.REFUSED: "decided_on refusal",
    ProtectionState.IN_FORCE: "in_force_from until_on review_on call",
    ProtectionState.ENDED: "in_force_from ended_on end_reason",
}


def measure_row(
    measure: ProtectionMeasure,
    reviews: Sequence[ProtectionReview],
    today: dt.date,
    actions: Sequence[kit.ActionLink],
) -> kit.PanelRow:
    """A protection measure with its latest review."""
    state = ProtectionState(measure.state)
    wanted = ["authority_kind", "requested_on", *_SHOWN[state].split(), "child_view"]
    always = {"until_on", "review_on", "child_view", "call"}
    names: list[str | kit.LabelledValue] = [
        name for name in wanted if name in always or getattr(measure, name)
    ]
    names += [name for name in ("authority", "why_despite", "note") if getattr(measure, name)]
    if reviews:
        names.append(kit.LabelledValue(_("Last review"), review_text(reviews[0])))
    is_late = measure.review_on is not None and measure.review_on < today
    has_expired = (
        state == ProtectionState.IN_FORCE
        and measure.until_on is not None
        and measure.until_on < today
    )
    fails = bool(reviews) and reviews[0].effect == ProtectionEffect.NO
    return kit.record_row(
        measure,
        names,
        title=measure.get_kind_display(),
        state_text=gettext("The time of the measure has ended") if has_expired else "",
        state="" if has_expired else "state",
        is_over=state in {ProtectionState.ENDED, ProtectionState.REFUSED},
        needs_attention=is_late or has_expired or (fails and state == ProtectionState.IN_FORCE),
        words=measure.child_words,
        actions=actions,
    )


def review_text(review: ProtectionReview) -> str:
    """The latest review in one line."""
    return gettext("%(day)s: threat %(threat)s, works: %(effect)s") % {
        "day": kit.format_day(review.reviewed_on),
        "threat": str(review.get_threat_display()).lower(),
        "effect": str(review.get_effect_display()).lower(),
    }


def review_row(review: ProtectionReview, measure: ProtectionMeasure) -> kit.PanelRow:
    """A review of a measure."""
    names = ["threat", "effect", "child_view", *(["next_on"] if review.next_on else []), "note"]
    title = gettext("%(day)s: %(measure)s") % {
        "day": kit.format_day(review.reviewed_on),
        "measure": measure.get_kind_display(),
    }
    return kit.record_row(review, names, title=title, state="decision", words=review.child_words)


def alerts(threats: Sequence[Threat], measures: Sequence[ProtectionMeasure]) -> list[AlertBox]:
    """What needs action: an immediate threat, no protection in force, or protection that ended."""
    boxes = []
    states = [measure.state for measure in measures]
    alarming = [threat for threat in threats if is_alarming(threat)]
    if alarming:
        text = gettext(
            "Bring the child to safety first. Then inform your supervisor and, if it is safe, the "
            "police, record the action taken, and check that the child is safe."
        )
        title = (
            gettext("Act now: an immediate threat without action")
            if any(threat.state == ThreatState.OPEN for threat in alarming)
            else gettext("Act now: no check confirms that the child is safe")
        )
        boxes.append(AlertBox(title, text))
    if rules.has_ended_in_threat([threat.state for threat in threats], states):
        text = gettext("Request protection again, or record why it is no longer a threat.")
        title = gettext("Protection ended, and a threat is still active")
        boxes.append(AlertBox(title, text))
    elif rules.lacks_protection([(each.state, each.alarm_urgency) for each in threats], states):
        title = gettext("A threat is active, and no protection measure is in force")
        boxes.append(AlertBox(title, kind="attend"))
    return boxes
