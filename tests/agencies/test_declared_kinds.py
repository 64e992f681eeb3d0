"""Kinds of notices and drafts: each domain's declarations are complete, and no code is used twice."""

from collections import Counter
from types import ModuleType

import pytest

from saathi.agencies.declared_kinds import (
    DraftKind,
    NoticeKind,
    draft_choices,
    draft_kinds,
    notice_choices,
    notice_kinds,
)
from saathi.agencies.models import Draft, Notice
from saathi.agencies.value_triggers import closed_vocabularies
from saathi.infra.app_modules import modules_of_apps

VOCABULARIES = list(modules_of_apps("vocabulary"))
# Stored codes: none may ever go.
STORED_NOTICES = (
    "approval_asked approval_given case_assigned coming_of_age committee_asked committee_told "
    "complaint contact_made enquiry_waits erasure_decided erasure_waits glass_broken "
    "handover_answered handover_offered incident malware_found missing_contact notice_asked "
    "notice_decided records_joined records_parted referral_answered referred report_handed "
    "report_late report_late_now report_late_today report_new report_new_now report_new_today "
    "safeguard sent_back staff_change task_answered task_given text_decided text_waits"
)


@pytest.mark.parametrize("module", VOCABULARIES, ids=lambda module: module.__name__)
def test_every_kind_of_a_vocabulary_is_declared(module: ModuleType) -> None:
    defined = [value for value in vars(module).values() if isinstance(value, NoticeKind)]
    assert set(defined) <= set(getattr(module, "NOTICES", ()))
    drafts = [value for value in vars(module).values() if isinstance(value, DraftKind)]
    assert set(drafts) == set(getattr(module, "DRAFTS", ()))


@pytest.mark.parametrize("name", ["NOTICES", "DRAFTS"])
def test_no_code_is_declared_twice(name: str) -> None:
    codes = Counter(
        kind.code for vocabulary in VOCABULARIES for kind in getattr(vocabulary, name, ())
    )
    assert [code for code, number in codes.items() if number > 1] == []


def test_stored_codes_are_still_known() -> None:
    assert set(STORED_NOTICES.split()) <= set(notice_kinds())
    assert {"assessment", "episode", "interview", "plan", "report"} <= set(draft_kinds())


def test_columns_and_triggers_accept_the_codes_of_all_domains() -> None:
    assert closed_vocabularies(Notice)["kind"] == tuple(notice_kinds())
    assert closed_vocabularies(Draft)["kind"] == tuple(draft_kinds())
    assert len(notice_choices()) == len(notice_kinds())
    assert len(draft_choices()) == len(draft_kinds())
    assert all(len(code) <= 20 for code in notice_kinds())
