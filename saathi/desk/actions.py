"""Write actions across domains: only the desk can collect open matters of all domains."""

from dataclasses import replace

from django.db import connection, transaction

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.participation.actions import NewStatement, record_statement
from saathi.people.models import Child
from saathi.protection.casework.cases.actions import closing as closings
from saathi.protection.casework.cases.actions.closing import ClosingInput
from saathi.protection.casework.cases.closing_rules import LATE_DUES
from saathi.protection.casework.cases.models import Approval, Case, Closing

# The database returns codes that name no record, because the reader may not be allowed to see it.
OPEN_MATTERS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason(LATE_DUES, _("An action that was due has not been done.")),
        Reason(
            "danger_reported",
            _("Immediate danger was reported, and no later visit records that the child is safe."),
        ),
        Reason(
            "contact_prevented",
            _(
                "Others prevented contact with this child, and no later visit met the child alone "
                "and found the child safe."
            ),
        ),
        Reason(
            "seen_unsafe",
            _(
                "A visit recorded that the child was not safe, and no later visit records "
                "that the child is safe."
            ),
        ),
        Reason(
            "risk_not_readable",
            _(
                "You do not have access to the child’s risk level. A colleague who has "
                "access must close the case."
            ),
        ),
        Reason("waiting_approval", _("A case plan is still awaiting approval.")),
        Reason("open_goals", _("The case plan has goals that are still in progress.")),
        Reason(
            "open_care", _("Time-critical care has not ended. Record its steps and how it ended.")
        ),
        Reason("unsent_referrals", _("A referral has not been sent yet.")),
        Reason("unanswered_referrals", _("A referral is still awaiting a response.")),
        Reason("open_tasks", _("A task or a next step of a case note is still open.")),
        Reason("open_decisions", _("A decision of a case conference has no outcome yet.")),
        Reason("return_early", _("The child returned less than 12 months ago.")),
        Reason("return_unheard", _("There is no final evaluation since the child’s return.")),
        Reason(
            "transfer_unfollowed",
            _(
                "The child was transferred to another country: record who follows up there and the "
                "child’s view, or a reason that a second person approves."
            ),
        ),
        Reason(
            "transfer_open",
            _(
                "A transfer to or from another country is open. Carry it out, or stop it and inform "
                "the other country."
            ),
        ),
        Reason(
            "transfer_under_way",
            _(
                "The child is on the way to another country, and the arrival is not confirmed. Record "
                "the receipt, or what happened."
            ),
        ),
        Reason(
            "transfer_unvisited",
            _(
                "The child arrived after a transfer, and no visit at which the child was seen is "
                "recorded."
            ),
        ),
        Reason("return_sign", _("A sign of retrafficking has not been checked yet.")),
        Reason(
            "placement_open",
            _(
                "The child lives in a placement. End it, or record who follows it up after the case is "
                "closed."
            ),
        ),
        Reason("placement_waiting", _("A request for a placement has not been decided yet.")),
        Reason("waiting_enquiry", _("An enquiry about this child is awaiting a response.")),
    )
}


def list_open_matters(case: Case) -> list[Reason]:
    """The open matters of a case, in any domain and section, for a reader of the case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT complete_open_matters(%s)", [case.pk])
        return [OPEN_MATTERS[code] for code in cursor.fetchone()[0]]


@transaction.atomic
def close_case(*, case: Case, closing: Closing, actor: Staff) -> Case:
    """Closes the case after checking every domain for open matters."""
    return closings.close_case(
        case=case, closing=closing, open_matters=list_open_matters(case), actor=actor
    )


@transaction.atomic
def request_closing(  # noqa: PLR0913 - the request, the child's words and what was seen
    *,
    case: Case,
    child: Child,
    new: ClosingInput,
    evaluation: NewStatement | None,
    version: int,
    actor: Staff,
    answer: str = "",
) -> Approval:
    """Requests closure; what the child said at the end is saved as the child's statement."""
    if evaluation is not None:
        statement = record_statement(child=child, new=evaluation, actor=actor)
        new = replace(new, statement=statement.pk)
    return closings.request_closing(case=case, new=new, version=version, actor=actor, answer=answer)
