"""The plans in which the child refused an escort, and what the child said since."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers import escort_rules, queries
from saathi.protection.returns.transfers.models import TransferJourney, TransferView
from saathi.protection.returns.transfers.vocabulary import EscortChoice, TransferWish


def refused_plan(journey: TransferJourney, actor: Staff) -> TransferJourney | None:
    """The newest earlier plan of the child with the same escort, if the child refused the escort in it."""
    plans = access.visible(actor, TransferJourney).filter(file=journey.file_id)
    if not plans.filter(escort_choice=EscortChoice.REFUSED).exists():
        return None
    earlier = list(plans.order_by("-recorded_at", "-pk"))
    queries.open_transfer_texts(earlier, actor)
    same = (plan for plan in earlier if escort_rules.is_same_escort(plan.escort, journey.escort))
    newest = next(same, None)
    return newest if newest and newest.escort_choice == EscortChoice.REFUSED else None


def reasons_against_escort(
    journey: TransferJourney, refused: TransferJourney | None, actor: Staff
) -> tuple[Reason, ...]:
    """Why a plan cannot have its escort, whom the child refused in the plan `refused`."""
    if refused is None:
        return ()
    views = list(
        access.visible(actor, TransferView).filter(
            file=journey.file_id,
            wish=TransferWish.GOES,
            recorded_at__gt=refused.recorded_at,
        )
    )
    queries.open_transfer_texts(views, actor)
    return escort_rules.reasons_against_escort(
        EscortChoice(journey.escort_choice),
        escort_rules.EscortRefusal(refused.recorded_at, refused.recorded_by),
        [
            escort_rules.LaterView(
                TransferWish(view.wish),
                view.words,
                view.asked_at,
                view.recorded_at,
                view.recorded_by,
            )
            for view in views
        ],
        by=actor.pk,
    )
