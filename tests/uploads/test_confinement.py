"""The process that parses an upload has no rights, and its crash never ends the web process (finding F8)."""

import os
import platform
import resource
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from saathi.agencies.middleware import TransactionMiddleware
from saathi.agencies.models import Staff
from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed, ParserLimits

PROBE = "tests.uploads.probe"
LIMITS = ParserLimits()
MEMORY = 256 * 1024 * 1024


def probe(what: str, limits: ParserLimits = LIMITS, **more: object) -> object:
    return parser_sandbox.run_parser(PROBE, b"data", {"do": what} | more, limits)


def test_parser_knows_no_setting_and_no_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAATHI_SECRET_KEY", "x" * 64)
    answer = probe("environment")
    assert isinstance(answer, dict)
    assert not answer.keys() - {"LC_CTYPE"}  # Python's own, for UTF-8
    assert probe("flags") == {"isolated": 1, "django": False}


@pytest.mark.skipif(
    platform.machine() not in {"x86_64", "aarch64"}, reason="no call filter there (2026-11-28)"
)
@pytest.mark.parametrize("what", ["open", "write", "socket", "fork", "exec", "spawn", "signal"])
def test_parser_reaches_no_file_network_or_program(what: str) -> None:
    assert probe(what) == "PermissionError"


def test_memory_of_the_parser_ends_at_its_limit() -> None:
    assert probe("memory", ParserLimits(memory=MEMORY), bytes=MEMORY // 2) == MEMORY // 2
    with pytest.raises(ParserFailed):
        probe("memory", ParserLimits(memory=MEMORY), bytes=MEMORY)


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("spin", ParserLimits(cpu=1)),
        ("spin", ParserLimits(wall=1)),
        ("sleep", ParserLimits(wall=1)),
    ],
    ids=["processor", "spinning", "sleeping"],
)
def test_time_of_the_parser_ends_at_its_limit(what: str, limits: ParserLimits) -> None:
    began = time.monotonic()
    with pytest.raises(ParserFailed):
        probe(what, limits)
    assert time.monotonic() - began < 10


def test_file_is_parsed_beside_more_than_a_thousand_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_100)]
    try:
        assert probe("flags") == {"isolated": 1, "django": False}
    finally:
        for file in held:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_answer_of_the_parser_ends_at_its_limit() -> None:
    inside, beyond = 1_000_000, 1_000_001  # and two quotation marks
    limits = ParserLimits(answer=1_000_002)
    assert probe("flood", limits, bytes=inside) == "x" * inside
    with pytest.raises(ParserFailed):
        probe("flood", limits, bytes=beyond)


@pytest.mark.parametrize("what", ["crash", "nonsense", "deep", "unknown"])
def test_parser_that_crashes_or_answers_nonsense_is_one_refusal(what: str) -> None:
    if what == "unknown":
        with pytest.raises(ParserFailed):
            parser_sandbox.run_parser("tests.uploads.no_such_module", b"")
        return
    with pytest.raises(ParserFailed):
        probe(what)


def test_upload_reaches_the_parser_whole() -> None:
    assert (
        parser_sandbox.run_parser(PROBE, bytes(20 * 1024 * 1024), {"do": "size"})
        == 20 * 1024 * 1024
    )
    assert parser_sandbox.run_parser(PROBE, b"", {"do": "size"}) == 0


def test_third_upload_at_once_waits_and_is_then_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_sandbox, "MAX_WAIT_SECONDS", 0.2)
    turns = parser_sandbox.ParserQueue()
    monkeypatch.setattr(parser_sandbox, "_turns", turns)
    with ExitStack() as held:
        for number in range(parser_sandbox.MAX_PARSERS):
            held.enter_context(turns.wait_for_turn(f"person{number}"))
        with pytest.raises(ParserBusy):
            probe("size")
    assert probe("size") == 4


def test_each_person_has_one_turn_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_sandbox, "MAX_WAIT_SECONDS", 0.2)
    turns = parser_sandbox.ParserQueue()
    monkeypatch.setattr(parser_sandbox, "_turns", turns)
    with parser_sandbox.uploads_sent_by("asha"):
        with turns.wait_for_turn("asha"), pytest.raises(ParserBusy):
            probe("size")
        with turns.wait_for_turn("babu"):
            assert probe("size") == 4
    with turns.wait_for_turn(""):  # jobs have no user
        assert probe("size") == 4


@pytest.mark.django_db
def test_files_of_a_request_are_its_persons(worker: Staff) -> None:
    request = RequestFactory().get("/")
    found: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        found.append(parser_sandbox._sender.get())
        return HttpResponse()

    for user in (worker, AnonymousUser()):
        request.user = user
        TransactionMiddleware(view)(request)
    assert found == [str(worker.pk), ""]


def test_ended_parsers_leave_no_process_behind() -> None:
    for what in ("size", "sleep"):
        try:
            probe(what, ParserLimits(wall=1))
        except ParserFailed:
            continue
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    running = [
        pid
        for pid in children.read_text().split()
        if PROBE.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    assert not running
