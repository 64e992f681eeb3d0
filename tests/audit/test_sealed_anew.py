"""Finding F7: a log whose past was removed is not sealed again, and late sealing is reported."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from saathi.audit import (
    after_restore,
    continuity,
    late_sealing,
    sealer_marker,
    signing_keys,
    verify,
)
from saathi.audit.heads import HeadsFileSink, SealingOutage
from saathi.audit.sealer import LogSealer
from saathi.audit.sealer_marker import MarkerUnreadable, SealerMarker, SealingRefused
from saathi.audit.verification_report import LogFault
from saathi.infra import clock
from tests.audit.logs import Log

pytestmark = pytest.mark.slow


def age_entries(log: Log, seconds: int) -> None:
    with log.as_owner() as owner:
        owner.execute("UPDATE audit_entry SET at = at - make_interval(secs => %s)", [seconds])


def remove_the_past(log: Log) -> None:
    """The attack of F7: an entry deleted, all batches and the heads removed."""
    with log.as_owner() as owner:
        owner.execute(
            "DELETE FROM audit_entry WHERE id IN (SELECT id FROM audit_entry ORDER BY id LIMIT 1)"
        )
        owner.execute("TRUNCATE audit_batch")
    log.heads.unlink()


def remove_markers(log: Log) -> None:
    for path in signing_keys.marker_paths(log.home):
        path.unlink(missing_ok=True)


def test_a_falsified_log_is_not_sealed_anew(log: Log) -> None:
    log.write_batches(3, 2)
    remove_the_past(log)
    with pytest.raises(SealingRefused, match="batch 2 was sealed"):
        log.sealer().seal_round()
    assert not log.heads.exists()


@pytest.mark.parametrize("left", [0, 1])
def test_one_marker_is_enough_to_refuse_a_log_sealed_anew(log: Log, left: int) -> None:
    log.write_batches(3, 2)
    remove_the_past(log)
    signing_keys.marker_paths(log.home)[1 - left].unlink()
    with pytest.raises(SealingRefused, match="batch 2 was sealed"):
        log.sealer().seal_round()


@pytest.mark.parametrize(("age", "is_refused"), [(55, False), (65, True)])
def test_without_any_marker_a_log_begins_with_young_entries_alone(
    log: Log, age: int, is_refused: bool
) -> None:
    log.write_batches(3, 2)
    remove_the_past(log)
    remove_markers(log)
    age_entries(log, age)
    if is_refused:
        with pytest.raises(SealingRefused, match="No batch was ever sealed"):
            log.sealer().seal_round()
    else:
        assert log.sealer().seal_round() == 4


def test_sealing_stops_after_heads_and_batches_are_truncated_alike(log: Log) -> None:
    log.write_batches(1, 1, 1)
    log.write_heads(log.head_lines()[0])
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number > 1")
    log.write(1)
    with pytest.raises(SealingRefused, match="its end was removed"):
        log.sealer().seal_round()


def test_sealer_refuses_heads_file_with_lost_lines(log: Log) -> None:
    log.write_batches(1, 1, 1)
    lines = log.head_lines()
    log.write_heads(lines[0])
    with pytest.raises(SealingRefused, match="The heads file ends at batch 1, but batch 3"):
        log.sealer().seal_round()
    log.write_heads(*lines)  # put back from a copy
    log.write(1)
    assert log.sealer().seal_round() == 1


def test_damaged_marker_is_reported_and_stops_sealing(log: Log) -> None:
    log.write_batches(1)
    signing_keys.marker_paths(log.home)[0].write_text("{")
    with pytest.raises(MarkerUnreadable):
        log.sealer()


def test_earlier_version_without_marker_continues_and_gets_one(log: Log) -> None:
    log.write_batches(2, 1)
    remove_markers(log)  # earlier versions had none
    log.write(1)
    assert log.sealer().seal_round() == 1
    place = SealerMarker.of_home(log.home).read_position()
    assert place is not None
    assert place.number == 3
    for path in signing_keys.marker_paths(log.home):
        assert json.loads(path.read_text())["number"] == 3


def test_a_new_installation_may_begin_with_entries_written_long_before(log: Log) -> None:
    log.write(2)
    age_entries(log, 86_400)
    log.seal(2)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert "Sealing was interrupted once, for 86," in report.notes[0]


def test_the_marker_is_kept_where_one_of_its_folders_cannot_be_written(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sealer_marker.os.open

    def refuse_keys(path: Any, *rest: Any) -> int:
        if Path(path).parent.name == "keys":
            raise PermissionError(13, "Permission denied")
        return int(real(path, *rest))

    monkeypatch.setattr(sealer_marker.os, "open", refuse_keys)
    log.write_batches(2)
    place = SealerMarker.of_home(log.home).read_position()
    assert place is not None
    assert place.number == 1


# --- What an operator may declare -----------------------------------------------------------------


def resume(log: Log) -> Any:
    return after_restore.resume_sealing(
        *(log.connect(role) for role in ("owner", "maintenance", "sealer")), log.home
    )


def test_declared_beginning_is_sealed_and_always_reported(log: Log) -> None:
    log.write_batches(3, 2)
    remove_the_past(log)
    age_entries(log, 600)
    statement = resume(log)
    assert (statement.given_up, statement.entries_lost) == (2, 5)
    log.seal(4)
    log.write_batches(1)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert "batches 1 to 2 with 5 entries were given up" in report.notes[0]


def test_lost_heads_are_rewritten_from_the_database(log: Log) -> None:
    log.write_batches(1, 2, 1)
    lines = log.head_lines()
    log.heads.unlink()
    assert resume(log) is None, "nothing is missing"
    assert log.head_lines() == lines
    log.write_batches(1)
    assert log.verify().is_log_intact


def test_one_declared_restore_does_not_excuse_a_second_loss(log: Log) -> None:
    log.write_batches(1, 1, 1, 1)
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number > 1")
    with log.connect("auditor") as connection:
        after_restore.declare_restoration(
            connection, log.heads, log.key, SealerMarker.of_home(log.home)
        )
    log.seal(3)
    declared = [*log.head_lines()[:5]]
    log.write_batches(1)
    log.write_heads(*declared)  # back to just after the declaration
    with log.as_owner() as owner:
        owner.execute("DELETE FROM audit_batch WHERE number > 1")
    log.write(1)
    with pytest.raises(SealingRefused):
        log.sealer().seal_round()


# --- Sealed late ------------------------------------------------------------------------------------


def seal_aged(log: Log, seconds: int, *, caught_up: bool) -> None:
    """Two entries sealed that late; with `caught_up` the sealer believes to have missed nothing."""
    log.write_batches(1)
    log.write(2)
    age_entries(log, 0)
    with log.as_owner() as owner:
        owner.execute(
            "UPDATE audit_entry SET at = at - make_interval(secs => %s) WHERE xid >= "
            "(SELECT max(xid_to) FROM audit_batch)",
            [seconds],
        )
    sealer = log.sealer()
    place = SealerMarker.of_home(log.home).read_position()
    assert place is not None
    if not caught_up:
        since = continuity.format_moment(clock.now() - dt.timedelta(seconds=seconds + 1))
        changed = sealer_marker.LogPosition(place.number, place.root, place.tree_size, 0, since)
        SealerMarker.of_home(log.home).write_position(changed)
        sealer = log.sealer()
    assert sealer.seal_round() == 2


@pytest.mark.parametrize(
    ("seconds", "faults"),
    [
        (late_sealing.LATE_SECONDS - 20, []),
        (late_sealing.LATE_SECONDS + 20, [LogFault.SEALED_LATE]),
    ],
)
def test_a_batch_sealed_long_after_its_entries_is_named(
    log: Log, seconds: int, faults: list[LogFault]
) -> None:
    seal_aged(log, seconds, caught_up=True)
    assert log.faults() == faults


def test_late_entries_are_accepted_for_declared_interruption(log: Log) -> None:
    seal_aged(log, 7_200, caught_up=False)
    report = log.verify()
    assert report.is_log_intact, list(report.lines())
    assert "Sealing was interrupted once, for 7,20" in report.notes[0]
    assert HeadsFileSink(log.heads).last_head() is not None, (
        "the statement is not the place of the log"
    )


def test_an_interruption_that_another_key_declared_is_named_and_excuses_nothing(log: Log) -> None:
    seal_aged(log, 7_200, caught_up=False)
    other = signing_keys.create_signing_key(log.home / "other")
    lines = log.head_lines()
    (at,) = [n for n, line in enumerate(lines) if "interrupted_from" in line]
    forged = SealingOutage(**{**json.loads(lines[at]), "signature": ""}).sign(other)
    lines[at] = json.dumps({**json.loads(lines[at]), "signature": forged.signature})
    log.write_heads(*lines)
    assert set(log.faults()) == {LogFault.HEAD_CHANGED, LogFault.SEALED_LATE}


# --- A copy of the heads kept elsewhere ----------------------------------------------------------------


def judge(log: Log, copy: Path) -> tuple[int, str]:
    said: list[str] = []
    with log.connect("auditor") as connection:
        code = verify.run_verify(connection, log.home, said.append, None, copy)
    return code, "\n".join(said)


def test_a_log_sealed_anew_in_spite_of_all_is_found_by_the_copy(log: Log, tmp_path: Path) -> None:
    log.write_batches(3, 2)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(log.heads.read_bytes())
    remove_the_past(log)
    remove_markers(log)
    LogSealer(
        log.connect("sealer"), log.key, HeadsFileSink(log.heads)
    ).seal_round()  # entries are young
    assert log.verify().is_log_intact, "its own heads know nothing"

    code, said = judge(log, copy)

    assert code == 1
    assert "Line 1 of the heads file here differs from the copy." in said
    assert "Batch 1 in the database differs from its exported head" in said
    assert "lacks batch 2" in said


def test_a_log_removed_with_its_heads_is_found_by_what_the_sealer_remembers(log: Log) -> None:
    log.write_batches(3, 2)
    remove_the_past(log)
    said: list[str] = []
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == 1
    assert "the sealer remembers that it sealed batch 2" in said[0]
    resume(log)
    with log.connect("auditor") as connection:
        assert verify.run_verify(connection, log.home, said.append) == 0


def test_heads_copy_of_yesterday_is_sufficient(log: Log, tmp_path: Path) -> None:
    log.write_batches(3, 2)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(log.heads.read_bytes()[:-7])  # taken in the middle of a line
    log.write_batches(1, 1)
    code, said = judge(log, copy)
    assert code == 0, said
    assert "The copy of the heads ends at batch 1" in said


def test_heads_cut_off_here_are_found_by_the_copy(log: Log, tmp_path: Path) -> None:
    log.write_batches(1, 1, 1)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(log.heads.read_bytes())
    log.write_heads(*log.head_lines()[:1])
    code, said = judge(log, copy)
    assert code == 1
    assert "The heads file here ends before line 2" in said


def test_missing_heads_copy_is_reported(log: Log, tmp_path: Path) -> None:
    for missing in (tmp_path / "nothing", tmp_path):
        code, said = judge(log, missing)
        assert code == 2
        assert "neither a file of heads nor a folder" in said
