"""The current protection concerns of many children, for a list.

The only definition of a concern in lists, besides the SQL part `case_concerns` that filters them
(`function_parts` of the domains that record them).
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.any_of import AnyOf
from saathi.protection.casework.concerns.queries import concerns_of_files
from saathi.protection.casework.concerns.rules import order_concerns
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.protection.identification.trafficking.models import Episode


def list_current_concerns(staff: Staff, files: Collection[UUID]) -> dict[UUID, list[Concern]]:
    """The concerns of each file, as far as the reader may read them. Two queries.

    A file with an act or purpose of trafficking also has that concern, even if not recorded as one.
    """
    concerns = defaultdict(list, concerns_of_files(staff, files))
    episodes = access.visible(staff, Episode, by_row=True).filter(AnyOf("file_id", files))
    trafficked = episodes.exclude(Q(acts=[]) & Q(purposes=[])).order_by()
    for file_id in trafficked.values_list("file_id", flat=True).distinct():
        concerns[file_id] = order_concerns([*concerns[file_id], Concern.TRAFFICKING])
    return concerns
