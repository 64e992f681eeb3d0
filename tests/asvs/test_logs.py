"""The process log and the audit log: form, time, one place, sign-ins and errors."""

import datetime as dt
import json
import logging
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from saathi.agencies.request_log import RequestLogMiddleware
from saathi.infra import redaction
from saathi.infra.redaction import JsonLineFormatter
from tests.agencies.sign_in.signing_in import said_in_the_log
from tests.factories import agencies

PASSWORD = "a lamp in the seventh window"


def line(message: str, **extra: Any) -> str:
    record = logging.getLogger("saathi.test").makeRecord(
        "saathi.test", logging.INFO, __file__, 1, message, (), None, "f", extra
    )
    return JsonLineFormatter().format(record)


def test_a_line_of_the_log_is_json_with_its_time_in_utc() -> None:
    told = json.loads(line("request"))
    moment = dt.datetime.fromisoformat(told["time"])
    assert moment.utcoffset() == dt.timedelta(0)
    assert {"time", "level", "logger"} <= told.keys()


def test_a_value_with_a_line_break_makes_no_second_line() -> None:
    forged = 'x"}\n{"time": "2026-01-01", "level": "INFO", "staff": "forged"}'
    for told in (line("request", view=forged), line("request", staff=forged), line(forged)):
        assert "\n" not in told
        assert json.loads(told).get("staff") is None


def test_the_process_log_goes_to_one_place() -> None:
    told: dict[str, Any] = redaction.logging_configuration()
    assert [entry["class"] for entry in told["handlers"].values()] == ["logging.StreamHandler"]
    assert told["root"]["handlers"] == ["stderr"]
    assert all(not item.get("handlers") for item in told["loggers"].values())


@pytest.mark.django_db
def test_good_and_bad_sign_ins_are_in_the_audit_log() -> None:
    person = agencies.staff("administrator", password=make_password(PASSWORD))
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": "not this one at all"})
    assert said_in_the_log("sign_in_failed")[-1] == {"method": "password", "staff": str(person.pk)}
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert said_in_the_log("signed_in")[-1] == {"method": "password"}


def test_an_unexpected_error_is_logged_as_an_error(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=500)

    with caplog.at_level(logging.INFO):
        RequestLogMiddleware(broken)(RequestFactory().get("/"))
    [record] = [item for item in caplog.records if item.name == "saathi.agencies.request_log"]
    assert record.levelno == logging.ERROR
