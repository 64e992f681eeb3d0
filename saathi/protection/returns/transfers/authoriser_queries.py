"""Who does not authorise a transfer although they prepared nothing."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.agencies.queries import exclude_hidden_staff
from saathi.infra.reasons import Reason
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.best_interests import rules as best_interests
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.identification.matches.queries import has_undone_merge
from saathi.protection.returns.protection_screening.queries import has_corrected, has_screened
from saathi.protection.returns.transfers import authoriser_rules
from saathi.protection.returns.transfers.basis_queries import authors_of_transfer
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
        is_screener=has_screened(transfer.file_id),
        has_corrected_origin=has_corrected(transfer.file_id, actor),
        has_undone_merge=has_undone_merge(transfer.file_id),
    )


MOST_NAMED = 5


def possible_authorisers(transfer: Transfer, reader: Staff) -> list[Staff]:
    """Who can authorise a transfer: of the office of the file or, if there is none, of the office above.

    As far as the reader reads who prepared it; at most a few.
    """
    cases = access.visible(reader, Case).filter(file=transfer.file_id, status__in=OPEN_STATUSES)
    determination = newest_determination(transfer, reader)
    involved = {
        *authors_of_transfer(transfer),
        *cases.values_list("worker", flat=True),
        determination.decided_by if determination else None,
    }
    office = transfer.file.office
    for place in filter(None, (office.pk, office.parent_id)):
        staff = Staff.objects.filter(office=place, is_active=True, role_kind__in=_approving_roles())
        known = exclude_hidden_staff(staff, transfer.file_id).order_by("name", "pk")
        if result := [each for each in known if each.pk not in involved][:MOST_NAMED]:
            return result
    return []


def _approving_roles() -> list[str]:
    return [role for role, holds in SHIPPED_ROLES.items() if Permission.APPROVE in holds]
