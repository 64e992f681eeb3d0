"""The access matrix: how a domain states who finds a page at each of its addresses.

A domain's rows are in `access_rows.py` in its folder of tests; `tests/architecture` collects them.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case

# How people stand to the child of the case.
WORKER: Final = "worker of the team"
MOTHER: Final = "house mother of the team"
LEADER: Final = "supervisor"
COLLEAGUE: Final = "colleague without a right"
OTHER: Final = "worker of another agency"
RELATIVE: Final = "hidden relative in the team"
ADMINISTRATOR: Final = "administrator"
PEOPLE: Final = (WORKER, MOTHER, LEADER, COLLEAGUE, OTHER, RELATIVE, ADMINISTRATOR)

TEAM: Final = frozenset({WORKER, LEADER})
WITH_CARE_WORKER: Final = frozenset({WORKER, LEADER, MOTHER})


@dataclass(frozen=True)
class AccessWorld:
    """A case, the people by their relation to its child, and the ids of records by their names.

    An id that two domains use in two ways has the name of its address before it.
    """

    case: Case
    staff: Mapping[str, Staff]
    ids: dict[str, Any]

    @property
    def worker(self) -> Staff:
        """The worker of the team."""
        return self.staff[WORKER]


@dataclass(frozen=True)
class AccessRows:
    """The addresses of one domain.

    `file`: these people find a page about a child, all others the page of what does not exist.
    `without_child`: the permissions that the screen names decide. `steps`: addresses that only take
    a form and show no page, by the file that tests who may send it. `elsewhere`: other rows that tests
    of their own hold, by the file that holds them. `public`: published, for everybody; they read no
    record of a child. `records` makes what the addresses name, after the
    domains below, and gives the ids.
    """

    file: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    without_child: AbstractSet[str] = frozenset()
    steps: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    public: Mapping[str, str] = field(default_factory=dict)
    records: Callable[[AccessWorld], Mapping[str, object]] | None = None
