"""Texts shared by My day and the desk's menu."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.protection.casework.cases.vocabulary import Duty
from saathi.web.components import Text

# The button text for a duty; duties not listed use their own label.
DUTY_ACTIONS: Final[Mapping[str, str | Promise]] = {
    Duty.ASSESSMENT: _("Record an assessment"),
    Duty.PLAN: _("Open the case plan"),
    Duty.VISIT: _("Record a visit"),
    Duty.REVIEW: _("Record a review"),
    Duty.TIME_LIMIT: _("View the time limit"),
    Duty.ALERT: _("Inform the authority"),
    Duty.TASK: _("Open the task"),
    Duty.SEND_REFERRAL: _("Send the referral"),
    Duty.REFERRAL: _("Follow up the referral"),
    Duty.ABROAD: _("Follow up the request"),
    Duty.SCREENING: _("Continue the screening"),
    Duty.VERIFICATION: _("Follow up the verification"),
    Duty.SOLUTIONS: _("Assess alternatives to return"),
    Duty.BEST_INTERESTS: _("Open best interests"),
    Duty.BEST_INTERESTS_REVIEW: _("Review best interests"),
    Duty.TELL_DECISION: _("Record that the child was informed"),
    Duty.APPEAL: _("Open best interests"),
    Duty.TRACING_WISH: _("Ask the child about family tracing"),
    Duty.TRACING_STEP: _("Make the first enquiry"),
    Duty.TRACING_REVIEW: _("Review family tracing"),
    Duty.TRACING_SOLUTION: _("Assess care options"),
    Duty.FAMILY_CLAIM: _("Verify the claim"),
    Duty.FAMILY_VISIT: _("Record the follow-up visit"),
    Duty.TRANSFER_ANSWER: _("Follow up the request"),
    Duty.TRANSFER_RECEIPT: _("Record the receipt"),
    Duty.TRANSFER_VISIT: _("Record the first visit"),
    Duty.TRANSFER_REPORT: _("Record the report"),
    Duty.HEARING_READY: _("Confirm the arrangements"),
    Duty.HEARING: _("Record the hearing"),
    Duty.CLAIM_DEADLINE: _("Open the claim"),
    Duty.REMEDY_STEP: _("Open the claim"),
    Duty.MONEY_REVIEW: _("Review the control of the money"),
    Duty.PROTECTION_REVIEW: _("Review the protection"),
    Duty.THREAT_CHECK: _("Check that the child is safe from a threat"),
    Duty.RETURN_CONTACT: _("Record the contact"),
    Duty.RETURN_SIGN: _("Check the sign"),
    Duty.HARD_ANSWER: _("Open the outcome scale"),
    Duty.LIVELIHOOD: _("Review the effect"),
    Duty.AFTERCARE: _("Open the aftercare plan"),
    Duty.PLACEMENT_REVIEW: _("Review the placement"),
    Duty.EXCEPTION_ENDS: _("Move the child"),
    Duty.PLACEMENT_ENDS: _("Move the child"),
    Duty.MISSING_FROM_CARE: _("Search for the child"),
    Duty.COMING_OF_AGE: _("Prepare for turning 18"),
    Duty.SUPERVISION: _("Add a supervision note"),
    Duty.CONFERENCE: _("Open the case conferences"),
    Duty.DECISION: _("Open the case conferences"),
    Duty.SAFETY_PLAN: _("Review the safety plan"),
    Duty.PLAN_STEP: _("Open the case plan"),
    Duty.DOCUMENT: _("Open the documents"),
}
# Short names for duties whose label also says what to do.
DUTY_NAMES: Final[Mapping[str, str | Promise]] = {Duty.COMING_OF_AGE: _("Turning 18")}


def duty_name(duty: str) -> Text:
    """A short name for a duty."""
    return DUTY_NAMES.get(duty) or Duty(duty).label


def duty_action(duty: str) -> Text:
    """The button text for a duty."""
    return DUTY_ACTIONS.get(duty) or Duty(duty).label


def describe_whole_day(on: dt.date) -> str:
    """A day with its weekday."""
    return date_format(on, "l j F Y")


def describe_days(days: int) -> str:
    """A number of days in words; "today" for less than one."""
    if days <= 0:
        return gettext("today")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def count_enquiries(count: int) -> str:
    """The number of waiting enquiries, in words."""
    title = ngettext(
        "%(count)d enquiry awaiting a decision", "%(count)d enquiries awaiting a decision", count
    )
    return title % {"count": count}
