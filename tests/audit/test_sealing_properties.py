"""Property: every committed entry is sealed once, within one round, whatever else stays open."""

from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.logs import INSERT, Log

pytestmark = pytest.mark.slow

SESSIONS = 4
# What one session does next: write, write in a savepoint that holds or is undone, commit, roll back;
# or a round of the sealer, or of one that takes few entries to a batch, or that was started anew.
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.integers(0, SESSIONS - 1),
            st.sampled_from(["write", "savepoint", "undone", "commit", "commit", "rollback"]),
        ),
        st.tuples(st.just(-1), st.sampled_from(["round", "round", "restart", "verify"])),
    ),
    max_size=40,
)


class Session:
    """One connection of the web role with the entries of its open transaction."""

    def __init__(self, log: Log) -> None:
        self.connection = log.connect("maintenance")
        self.waiting: list[UUID] = []

    def write(self) -> UUID:
        if self.connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            self.connection.execute("BEGIN")
        entry = uuid4()
        self.connection.execute(INSERT, (entry, "looked", None, None, ""))
        return entry

    def do(self, step: str) -> list[UUID]:
        """The entries that the step committed."""
        if step == "write":
            self.waiting.append(self.write())
        elif step in {"savepoint", "undone"}:
            self.waiting.append(self.write())
            self.connection.execute("SAVEPOINT inner_part")
            within = self.write()
            if step == "undone":
                self.connection.execute("ROLLBACK TO inner_part")
            else:
                self.connection.execute("RELEASE inner_part")
                self.waiting.append(within)
        else:
            ended, self.waiting = self.waiting, []
            self.connection.execute("COMMIT" if step == "commit" else "ROLLBACK")
            return ended if step == "commit" else []
        return []


def sealed(log: Log) -> list[UUID]:
    with log.connect("auditor") as connection:
        rows = connection.execute("SELECT unnest(entry_ids) FROM audit_batch").fetchall()
    return [entry for (entry,) in rows]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, most=st.sampled_from([1, 2, 3, 10_000]))
def test_every_committed_entry_is_sealed_once_within_one_round(
    log: Log, steps: list[tuple[int, str]], most: int
) -> None:
    already = set(sealed(log))  # of the examples before: one log goes on through all of them
    sessions = [Session(log) for _ in range(SESSIONS)]
    committed: set[UUID] = set()
    sealer = log.sealer(most)
    for session, step in steps:
        if session >= 0:
            committed |= set(sessions[session].do(step))
        elif step == "restart":
            sealer = log.sealer(most)
        elif step == "round":
            sealer.seal_round()
            found = sealed(log)
            assert len(found) == len(set(found)), "none twice"
            assert set(found) - already == committed, "each committed one, and nothing else"
        else:
            report = log.verify()
            assert report.is_log_intact, list(report.lines())
    for session in sessions:
        committed |= set(session.do("commit"))
    sealer.seal_round()
    assert set(sealed(log)) - already == committed
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert (report.entries, report.waiting) == (len(already) + len(committed), 0)
    log.close()
    log.open.clear()
