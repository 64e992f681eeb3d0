"""The agencies and offices of the simulated nation."""

import pytest

from saathi.synthetic import nation


@pytest.mark.parametrize("children", [2_000, 100_000, 1_000_000])
def test_offices_grow_in_number_and_no_leader_gets_hundreds_of_workers(children: int) -> None:
    made = nation.build_nation(children, seed=7)
    holders = [office for offices in made.holders.values() for office in offices]
    workers = [len(office.workers) for office in holders]
    assert (
        max(workers) <= nation.WORKERS_PER_OFFICE + 1
    )  # the remainder of a division has to go to some office
    assert sum(workers) > children * nation.OPEN_SHARE / nation.CASES_PER_WORKER * 0.95
    assert all(office.supervisor for office in holders)
    assert len({office.name for office in made.offices}) == len(made.offices)
