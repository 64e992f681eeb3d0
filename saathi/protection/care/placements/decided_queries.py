"""What was decided for a child about where the child lives, as far as the reader may read it."""

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day, format_field
from saathi.people.models import Child
from saathi.protection.care.placements.decided_rules import ORDER_KINDS
from saathi.protection.care.placements.models import Placement
from saathi.protection.decisions.best_interests import rules as best_interests_rules
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import Appeal
from saathi.web.components import LabelledValue

MAX_ORDERS = 5


def differences(placement: Placement) -> list[str]:
    """In which ways a placement differs from what was decided: codes of `AGREEMENT_NEEDS`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placement_differs(%s, %s, %s)",
            [placement.child_id, placement.kind, placement.basis],
        )
        return list(cursor.fetchone()[0])


def decided_pairs(child: Child, staff: Staff) -> list[LabelledValue]:
    """The determination and the orders in force that say where the child lives."""
    decided = access.visible(staff, Determination).filter(
        file_id=child.file_id, state__in=[state.value for state in best_interests_rules.DECIDED]
    )
    newest = decided.order_by("-decided_on", "-recorded_at").first()
    pairs = []
    if newest is not None and newest.state in best_interests_rules.IN_FORCE:
        label = _("Determination of %(day)s") % {"day": format_day(newest.decided_on)}
        pairs.append(LabelledValue(label, str(format_field(newest, "solution"))))
    for order in _orders_in_force(child, staff):
        label = _("Order of %(day)s") % {"day": format_day(order.made_on)}
        pairs.append(LabelledValue(label, str(format_field(order, "kind"))))
    return pairs


def _orders_in_force(child: Child, staff: Staff) -> list[Order]:
    today = staff.office.today()
    orders = access.visible(staff, Order).filter(
        Q(ended_on=None) | Q(ended_on__gt=today),
        Q(expires_on=None) | Q(expires_on__gte=today),
        file_id=child.file_id,
        kind__in=ORDER_KINDS,
    )
    return list(orders.exclude(appeal=Appeal.SET_ASIDE).order_by("-made_on", "pk")[:MAX_ORDERS])
