"""Who does not authorise a transfer although they prepared nothing."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.best_interests import rules as best_interests
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.returns.transfers import authoriser_rules
from saathi.protection.returns.transfers.models import Transfer


def newest_determination(transfer: Transfer, reader: Staff) -> Determination | None:
    """The newest determination of the child's file that was decided, whatever became of it."""
    decided = access.visible(reader, Determination).filter(
        file=transfer.file_id, state__in=[state.value for state in best_interests.DECIDED]
    )
    return decided.order_by("-decided_on", "-recorded_at").first()


def reasons_against_authoriser(transfer: Transfer, actor: Staff) -> tuple[Reason, ...]:
    """Why the actor does not authorise: the child's case is theirs, or they decided before."""
    cases = access.visible(actor, Case).filter(
        file=transfer.file_id, status__in=OPEN_STATUSES, worker=actor.pk
    )
    determination = newest_determination(transfer, actor)
    return authoriser_rules.reasons_against_authoriser(
        is_case_worker=cases.exists(),
        is_decider=determination is not None and determination.decided_by == actor.pk,
    )
