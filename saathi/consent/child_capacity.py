"""The panel shown beside a decision or goal: the child's situation and capacity (RTS-010)."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.consent.models import Consent
from saathi.consent.vocabulary import ChildCapacity
from saathi.people.decision_context import decision_context_panel
from saathi.people.models import Child
from saathi.people.panels import Panel
from saathi.web.components import LabelledValue


def child_capacity_panel(rights: FileRights, child: Child) -> Panel:
    """The panel: the child's age, experiences, capacities, challenges and latest understanding."""
    panel = decision_context_panel(rights, child)
    judged = rights.records(Consent).exclude(capacity=ChildCapacity.NOT_JUDGED)
    last = judged.order_by("-given_on", "-recorded_at").first()
    if last is None:
        return panel
    day = date_format(last.given_on, "j F Y")
    capacity = LabelledValue(
        _("Understanding of a consent"), str(ChildCapacity(last.capacity).label), note=day
    )
    return replace(panel, pairs=[*panel.pairs, capacity])
