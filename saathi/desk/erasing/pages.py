"""Erasure pages: consequences, what remains, the state of a request, the certificate."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import queries
from saathi.agencies.access import FileRights
from saathi.agencies.erasure import request_queries
from saathi.agencies.erasure.request_queries import ErasureStatus
from saathi.agencies.models import ErasureRequest, Office
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import ErasureRefusal, ErasureState
from saathi.desk import wording
from saathi.desk.erasing.queries import WARNING_REASONS
from saathi.infra import clock
from saathi.people.models import Child
from saathi.vault import actions as vault
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    Text,
)


@dataclass(frozen=True)
class ErasurePage:
    """The state of the erasure of one file, and what the reader can do about it."""

    code: str
    file_id: UUID
    is_erased: bool
    erased_on: str
    has_certificate: bool
    request: ErasureRequest | None
    pairs: Sequence[LabelledValue]
    may_ask: bool
    may_decide: bool
    may_withdraw: bool
    has_lapsed: bool


def erasure_page(
    rights: FileRights, child: Child, facts: ErasureStatus, erasure_request: ErasureRequest | None
) -> ErasurePage:
    """The page for this reader."""
    me, waits = (
        rights.staff.id,
        erasure_request is not None and erasure_request.state == ErasureState.WAITS,
    )
    may_act, done = facts.may_act, facts.erased
    is_mine = erasure_request is not None and erasure_request.recorded_by == me
    under_way = erasure_request is not None and erasure_request.state in request_queries.UNDER_WAY
    return ErasurePage(
        code=child.code,
        file_id=rights.file_id,
        is_erased=done is not None,
        erased_on=wording.describe_moment(done.erased_at, rights.staff.office) if done else "",
        has_certificate=done is not None and rights.may_read(Section.DECISIONS),
        request=erasure_request,
        pairs=request_pairs(erasure_request, rights.staff.office) if erasure_request else (),
        may_ask=may_act and not under_way and done is None,
        may_decide=may_act and waits and not is_mine,
        may_withdraw=waits and is_mine,
        has_lapsed=erasure_request is not None
        and waits
        and request_queries.has_lapsed(erasure_request),
    )


def request_pairs(erasure_request: ErasureRequest, office: Office) -> list[LabelledValue]:
    """The content of the request, its requester, and the second person's decision."""
    names = queries.names_of([erasure_request.recorded_by, erasure_request.decided_by])
    pairs = [
        LabelledValue(_("Status"), erasure_request.get_state_display()),
        LabelledValue(
            _("Requested by"),
            names.get(erasure_request.recorded_by, ""),
            wording.describe_moment(erasure_request.recorded_at, office),
        ),
        LabelledValue(_("Reason"), erasure_request.get_reason_display()),
        LabelledValue(_("Legal basis"), erasure_request.get_basis_display()),
        LabelledValue(
            _("Child’s awareness and wishes"),
            erasure_request.get_child_knows_display(),
        ),
    ]
    if erasure_request.with_reports:
        pairs.append(LabelledValue(_("Reports about the child"), _("also erased")))
    if erasure_request.warnings:
        speaks = " ".join(
            _(WARNING_REASONS[code].text)
            for code in erasure_request.warnings
            if code in WARNING_REASONS
        )
        pairs.append(LabelledValue(_("Reasons to wait"), speaks))
        pairs.append(
            LabelledValue(_("Reason for erasing now"), erasure_request.get_despite_display())
        )
    if erasure_request.decided_by and erasure_request.decided_at:
        decided = wording.describe_moment(erasure_request.decided_at, office)
        pairs.append(
            LabelledValue(_("Decided by"), names.get(erasure_request.decided_by, ""), decided)
        )
    if erasure_request.refusal:
        pairs.append(
            LabelledValue(_("Reason for refusal"), ErasureRefusal(erasure_request.refusal).label)
        )
    return pairs


@dataclass(frozen=True)
class ErasureConsequences:
    """What is erased and what remains, shown before the decision."""

    goes: Sequence[Text]
    stays: Sequence[Text]


def describe_consequences(*, reports: int, office: Office) -> ErasureConsequences:
    """The consequences in plain words, with the day when the last copy of the key is deleted."""
    last = office.date_of(clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS))
    goes = [
        _("Names, birth date, addresses, telephone numbers, photographs, drawings, documents."),
        _("The child’s statements, incidents, visit notes and the text of the plan."),
        _("The child no longer appears in any search, including family tracing."),
    ]
    if reports:
        reports_text = _("This agency’s reports about the child, if selected: %(count)d.")
        goes.append(reports_text % {"count": reports})
    stays = [
        _("Anonymous counts by age, district and form of harm."),
        _("The log: the case ID, who worked on the file, who erased it and why."),
        _("The certificate of erasure, which does not identify the child."),
        _(
            "Copies of the encryption key in backups, until %(day)s. Restored data are erased"
            " again before use."
        )
        % {"day": date_format(last, "j F Y")},
        _("Records of other agencies, and anything printed or sent."),
    ]
    return ErasureConsequences(goes, stays)


@dataclass(frozen=True)
class ErasureCertificatePage:
    """The certificate with the names of the people responsible."""

    code: str
    file_id: UUID
    text: str
    pairs: Sequence[LabelledValue]


def certificate_page(
    rights: FileRights, child: Child, erasure_request: ErasureRequest | None
) -> ErasureCertificatePage:
    """The certificate of a completed erasure; also used by the operator's command."""
    certificate = vault.get_erasure_certificate(rights.file_id)
    text = certificate.to_text(file=child.code, by=rights.staff.agency.name)
    pairs = [LabelledValue(_("File"), child.code)]
    if erasure_request is not None and erasure_request.state == ErasureState.DONE:
        names = queries.names_of([erasure_request.recorded_by, erasure_request.decided_by])
        pairs += [
            LabelledValue(_("Agency"), rights.staff.agency.name),
            LabelledValue(_("Legal basis"), erasure_request.get_basis_display()),
            LabelledValue(_("Requested by"), names.get(erasure_request.recorded_by, "")),
            LabelledValue(
                _("Approved by"),
                names.get(erasure_request.decided_by, "") if erasure_request.decided_by else "",
            ),
            LabelledValue(_("Reports erased with the file"), str(len(erasure_request.files) - 1)),
        ]
    return ErasureCertificatePage(child.code, rights.file_id, text, pairs)


def erasure_table(
    rows: Sequence[ErasureRequest], codes: dict[UUID, str], names: dict[UUID, str], office: Office
) -> DisplayTable:
    """The requests of the agency, newest first."""
    columns = [
        DisplayTableColumn(_("File")),
        DisplayTableColumn(_("Reason")),
        DisplayTableColumn(_("Requested by")),
        DisplayTableColumn(_("Requested on")),
        DisplayTableColumn(_("Status")),
    ]
    cells = [
        [
            DisplayTableCell(
                codes.get(erasure_request.file_id, _("File")),
                reverse("desk:show_erasure", args=[erasure_request.file_id]),
            ),
            DisplayTableCell(erasure_request.get_reason_display()),
            DisplayTableCell(names.get(erasure_request.recorded_by, "")),
            DisplayTableCell(wording.describe_moment(erasure_request.recorded_at, office)),
            DisplayTableCell(erasure_request.get_state_display()),
        ]
        for erasure_request in rows
    ]
    return DisplayTable(_("Erasure requests"), columns, cells)
