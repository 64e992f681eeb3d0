"""The pages of erasing: what will happen, what remains, where a request stands, the certificate."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import erasures, queries
from saathi.agencies.access import FileRights
from saathi.agencies.erasures import Standing
from saathi.agencies.models import ErasureRequest, Office
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import ErasureRefusal, ErasureState
from saathi.desk import wording
from saathi.desk.erasing.queries import KNOWN
from saathi.infra import clock
from saathi.people.models import Child
from saathi.vault import actions as vault
from saathi.web.parts import Cell, Column, Pair, Table, Text


@dataclass(frozen=True)
class ErasurePage:
    """Where the erasing of one file stands, and what this reader can do about it."""

    code: str
    file_id: UUID
    is_erased: bool
    erased_on: str
    has_certificate: bool
    request: ErasureRequest | None
    pairs: Sequence[Pair]
    may_ask: bool
    may_decide: bool
    may_withdraw: bool
    has_lapsed: bool


def erasure_page(
    rights: FileRights, child: Child, standing: Standing, asked: ErasureRequest | None
) -> ErasurePage:
    """The page for this reader."""
    me, waits = rights.staff.id, asked is not None and asked.state == ErasureState.WAITS
    may_act, done = standing.may_act, standing.erased
    is_mine = asked is not None and asked.recorded_by == me
    under_way = asked is not None and asked.state in erasures.UNDER_WAY
    return ErasurePage(
        code=child.code,
        file_id=rights.file_id,
        is_erased=done is not None,
        erased_on=wording.moment(done.erased_at, rights.staff.office) if done else "",
        has_certificate=done is not None and rights.may_read(Section.DECISIONS),
        request=asked,
        pairs=request_pairs(asked, rights.staff.office) if asked else (),
        may_ask=may_act and not under_way and done is None,
        may_decide=may_act and waits and not is_mine,
        may_withdraw=waits and is_mine,
        has_lapsed=asked is not None and waits and erasures.has_lapsed(asked),
    )


def request_pairs(asked: ErasureRequest, office: Office) -> list[Pair]:
    """What was asked, by whom, and what a second person said."""
    names = queries.names_of([asked.recorded_by, asked.decided_by])
    pairs = [
        Pair(_("State"), asked.get_state_display()),
        Pair(
            _("Asked by"),
            names.get(asked.recorded_by, ""),
            wording.moment(asked.recorded_at, office),
        ),
        Pair(_("Why?"), asked.get_reason_display()),
        Pair(_("On what does it rest in law?"), asked.get_basis_display()),
        Pair(_("What does the child know of it, and want?"), asked.get_child_knows_display()),
    ]
    if asked.with_reports:
        pairs.append(Pair(_("Reports about the child"), _("erased with it")))
    if asked.warnings:
        speaks = " ".join(_(KNOWN[code].text) for code in asked.warnings if code in KNOWN)
        pairs.append(Pair(_("What speaks for waiting"), speaks))
        pairs.append(Pair(_("Why now nevertheless"), asked.get_despite_display()))
    if asked.decided_by and asked.decided_at:
        when = wording.moment(asked.decided_at, office)
        pairs.append(Pair(_("Decided by"), names.get(asked.decided_by, ""), when))
    if asked.refusal:
        pairs.append(Pair(_("Why it was refused"), ErasureRefusal(asked.refusal).label))
    return pairs


@dataclass(frozen=True)
class Consequences:
    """What goes and what stays, said before anybody decides."""

    goes: Sequence[Text]
    stays: Sequence[Text]


def consequences(*, reports: int) -> Consequences:
    """In plain words, with the day when the last copy of the key ends."""
    last = (clock.now() + dt.timedelta(days=settings.SAATHI_KEY_BACKUP_DAYS)).date()
    goes = [
        _("Names, birth date, addresses, telephone numbers, photographs, drawings, documents."),
        _("What the child said, what happened, notes of visits, the words of the plan."),
        _("No search finds the child any more, not the family’s either."),
    ]
    if reports:
        told = _("The reports about the child that this agency holds, if you choose so: %(count)d.")
        goes.append(told % {"count": reports})
    stays = [
        _("Counts without identity: a child of such an age, district and form of harm."),
        _(
            "The log: that a file with this code existed, who worked with it, who erased it and why."
        ),
        _("The certificate, which names nobody."),
        _("Copies of the key in backups until %(day)s. A restore erases again before use.")
        % {"day": date_format(last, "j F Y")},
        _("What other agencies hold in files of their own, and what was printed or sent."),
    ]
    return Consequences(goes, stays)


@dataclass(frozen=True)
class CertificatePage:
    """The certificate with the names of those who answer for it."""

    code: str
    file_id: UUID
    text: str
    pairs: Sequence[Pair]


def certificate_page(
    rights: FileRights, child: Child, asked: ErasureRequest | None
) -> CertificatePage:
    """The certificate of an erasure that was done; by the operator's command too."""
    certificate = vault.certificate_of(rights.file_id)
    text = certificate.text(file=child.code, by=rights.staff.agency.name)
    pairs = [Pair(_("File"), child.code)]
    if asked is not None and asked.state == ErasureState.DONE:
        names = queries.names_of([asked.recorded_by, asked.decided_by])
        pairs += [
            Pair(_("Agency"), rights.staff.agency.name),
            Pair(_("On what does it rest in law?"), asked.get_basis_display()),
            Pair(_("Asked by"), names.get(asked.recorded_by, "")),
            Pair(_("Agreed by"), names.get(asked.decided_by, "") if asked.decided_by else ""),
            Pair(_("Reports erased with it"), str(len(asked.files) - 1)),
        ]
    return CertificatePage(child.code, rights.file_id, text, pairs)


def list_table(
    rows: Sequence[ErasureRequest], codes: dict[UUID, str], names: dict[UUID, str], office: Office
) -> Table:
    """The requests of the agency, the newest first."""
    columns = [
        Column(_("File")),
        Column(_("Why?")),
        Column(_("Asked by")),
        Column(_("Asked")),
        Column(_("State")),
    ]
    cells = [
        [
            Cell(
                codes.get(asked.file_id, _("File")),
                reverse("desk:show_erasure", args=[asked.file_id]),
            ),
            Cell(asked.get_reason_display()),
            Cell(names.get(asked.recorded_by, "")),
            Cell(wording.moment(asked.recorded_at, office)),
            Cell(asked.get_state_display()),
        ]
        for asked in rows
    ]
    return Table(_("Requests to erase"), columns, cells)
