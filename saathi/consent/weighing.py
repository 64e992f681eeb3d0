"""What stands beside a decision and a goal: this child, and how far she understood (RTS-010)."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.consent.models import Consent
from saathi.consent.vocabulary import Capacity
from saathi.people.measures import beside_a_measure
from saathi.people.models import Child
from saathi.people.rows import Part
from saathi.web.parts import Pair


def to_weigh(rights: FileRights, child: Child) -> Part:
    """Age, experiences, capacities and challenges of the child, with what was understood last."""
    part = beside_a_measure(rights, child)
    judged = rights.records(Consent).exclude(capacity=Capacity.NOT_JUDGED)
    last = judged.order_by("-given_on", "-recorded_at").first()
    if last is None:
        return part
    day = date_format(last.given_on, "j F Y")
    capacity = Pair(_("Understood a consent"), str(Capacity(last.capacity).label), note=day)
    return replace(part, pairs=[*part.pairs, capacity])
