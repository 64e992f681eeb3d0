"""Codes of time-critical care: why it was begun, its steps, and how it ended."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class CareReason(TextChoices):
    """Why time-critical care was begun; each reason has its own steps."""

    SEXUAL_VIOLENCE = "sexual_violence", _("After sexual violence")
    SELF_HARM = "self_harm", _("Risk of self-harm or suicide")


class CareStepCode(TextChoices):
    """The steps shipped with Saathi; the procedure of a country may name others."""

    SAFETY = "safety", _("Make sure the child is safe now, with a person the child trusts")
    INJURIES = "injuries", _("Have severe injuries treated first")
    HIV = "hiv", _("HIV post-exposure prophylaxis (PEP)")
    PREGNANCY = "pregnancy", _("Emergency contraception, if there is a risk of pregnancy")
    EVIDENCE = "evidence", _("Forensic examination, if the child wants it")
    INFECTIONS = "infections", _("Treatment for other infections; vaccination")
    SUPPORT = "support", _("Psychological first aid; follow-up agreed with the child")
    STAY = "stay", _("Do not leave the child alone")
    ASK = "ask", _("Ask the child directly and calmly about thoughts of suicide")
    MEANS = "means", _("Remove access to means of self-harm")
    SUPERVISOR = "supervisor", _("Notify the supervisor")
    CLINICIAN = "clinician", _("Have a mental health professional see the child")
    SAFETY_PLAN = (
        "safety_plan",
        _("Make a safety plan with the child: warning signs, people, places, numbers"),
    )
    SEEN_AGAIN = "seen_again", _("Meet the child again in person")


class CareStepState(TextChoices):
    """The outcome of a step."""

    DONE = "done", _("Done")
    DECLINED = "declined", _("The child did not want it")
    NOT_NEEDED = "not_needed", _("Not needed")
    NOT_POSSIBLE = "not_possible", _("Not possible, or too late")


# What leaves a step out on our own decision is explained in words.
LEFT_OUT: Final = (CareStepState.NOT_NEEDED, CareStepState.NOT_POSSIBLE)


class CareOutcome(TextChoices):
    """How time-critical care ended."""

    NOT_RECORDED = "", _("Not recorded")
    STEPS_TAKEN = "steps_taken", _("Every step is done or decided")
    PASSED_ON = "passed_on", _("A health service has taken over")
    CHILD_DECLINED = "child_declined", _("The child did not want it")
    MISTAKE = "mistake", _("Started by mistake")


# These end the alarm although steps may be open: another person than the one who began the care
# records them; the same in SQL: `urgent_care_require_second_person`.
ENDED_BY_SECOND: Final = (
    CareOutcome.PASSED_ON,
    CareOutcome.CHILD_DECLINED,
    CareOutcome.MISTAKE,
)
# Of these, the ones that are explained in words.
ENDED_WITH_WORDS: Final = (CareOutcome.PASSED_ON, CareOutcome.CHILD_DECLINED)

URGENT_CARE_NOTICE = NoticeKind(
    "urgent_care", _("Time-critical care began for a child"), is_urgent=True
)
NOTICES = (URGENT_CARE_NOTICE,)
