"""What the pages say about the gate, screenings, permissions and contacts."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies.models import Office
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import labelled_values
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.panels import RowStep
from saathi.protection.returns.protection_screening.access_rules import ENDED
from saathi.protection.returns.protection_screening.models import (
    PROMPTS,
    AccessAbroadEnd,
    ContactPermission,
    ContactSafeguardFinding,
    OriginContact,
    ProtectionReferral,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.rules import GateAnswer
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactGate,
    ContactSafeguard,
    PermissionState,
)
from saathi.web.components import AlertBox, LabelledValue

QUESTION = gettext_lazy("May the country of origin be contacted?")


def gate_alert(answer: GateAnswer) -> AlertBox:
    """The answer at a glance for whoever wants to call the consulate now."""
    kind = "calm" if answer.gate == ContactGate.OPEN else "attend"
    return AlertBox(QUESTION, answer.gate.label, kind=kind)  # type: ignore[arg-type]


def refusal_of_requests(answer: GateAnswer) -> AlertBox | None:
    """Why no permission can be requested now; None if one can.

    Before a screening is finished a request can be prepared; it is not opened before.
    """
    closed = {ContactGate.CLOSED, ContactGate.NOT_NOW, ContactGate.OTHER_FILE}
    return gate_alert(answer) if answer.gate in closed else None


def names_in(
    screenings: Sequence[ProtectionScreening], permissions: Sequence[ContactPermission]
) -> dict[UUID, str]:
    """The names of readers and of those who decided. One query."""
    ids = {reader for screening in screenings for reader in screening.readers}
    ids |= {permission.decided_by for permission in permissions if permission.decided_by}
    return names_of(ids)


def screening_pairs(
    screening: ProtectionScreening, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """All of a screening, the ten answers first."""
    fields = f"screener training representative {' '.join(PROMPTS)} grounds"
    pairs = labelled_values(screening, fields)
    if screening.why_unfinished:
        pairs += labelled_values(screening, "why_unfinished continue_on")
    readers = join_words(names.get(reader, "") for reader in screening.readers)
    return [
        *pairs,
        LabelledValue(_("Version of the questions"), screening.prompts_version),
        LabelledValue(_("May also be read by"), readers, missing=_("no one else")),
    ]


def referral_row(
    referral: ProtectionReferral, actions: Sequence[kit.ActionLink], steps: Sequence[RowStep] = ()
) -> kit.PanelRow:
    """One referral with its filing, decision and appeal, and whether a second person confirmed it."""
    fields = "body_name referred_on filed_on number"
    if referral.decided_on:
        fields += " decided_on appeal"
    pairs = labelled_values(referral, f"{fields} note" if referral.note else fields)
    if referral.decided_on:
        day = kit.format_day(referral.confirmed_on)
        missing = _("not yet: the claim stays open")
        pairs.append(LabelledValue(_("Decision confirmed"), day, missing=missing))
    return kit.record_row(
        referral,
        pairs,
        steps=list(steps),
        title=referral.get_body_display(),
        state="outcome",
        actions=actions,
    )


def permission_pairs(
    permission: ContactPermission, names: Mapping[UUID, str]
) -> list[LabelledValue]:
    """All of a request and of the decision."""
    consent = permission.consent.get_basis_display() if permission.consent else ""
    pairs = [
        *labelled_values(permission, "body_name through facts child_answer"),
        *(labelled_values(permission, "why_no_words") if permission.why_no_words else []),
        LabelledValue(_("Consent or other legal basis"), consent, missing=_("none")),
        *labelled_values(permission, "best ends_on"),
    ]
    if permission.decided_by:
        decided = names.get(permission.decided_by, "")
        pairs += [
            LabelledValue(_("Decided by"), decided, note=permission.reason),
            *labelled_values(permission, "decided_on"),
        ]
    return pairs


def permission_title(permission: ContactPermission) -> str:
    """The country and the body."""
    return f"{country_name(permission.country)} · {permission.get_body_display()}"


def ended_access_panel(ended: Sequence[AccessAbroadEnd]) -> kit.Panel | None:
    """Who abroad had access until the gate closed, with the reason; None if no one had."""
    if not ended:
        return None
    names = names_of({each.holder for each in ended})
    offices = office_names({each.holder for each in ended} - names.keys())
    rows = [
        kit.record_row(
            each,
            ("kind", LabelledValue(_("Country"), country_name(each.country))),
            title=join_words([names.get(each.holder) or offices.get(each.holder, "")]),
            state_text=_("Ended on %(day)s") % {"day": kit.format_day(each.ended_on)},
            needs_attention=True,
        )
        for each in ended
    ]
    return kit.Panel(_("Access from other countries that ended"), _(ENDED), rows=rows)


def office_names(ids: set[UUID]) -> dict[UUID, str]:
    """The names of offices by id."""
    return dict(Office.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def is_permission_over(permission: ContactPermission) -> bool:
    """Whether a permission or request has no effect any more."""
    return permission.state in {PermissionState.REFUSED, PermissionState.ENDED}


def contact_row(
    contact: OriginContact,
    finding: ContactSafeguardFinding | None,
    actions: Sequence[kit.ActionLink],
) -> kit.PanelRow:
    """One contact with what was said, and whether the safeguards were met.

    `finding`: why they were not, for those who may read it.
    """
    shown = finding.get_finding_display() if finding else contact.get_safeguard_display()
    country = LabelledValue(
        _("Country of origin"), country_name(contact.country), missing=_("not recorded")
    )
    return kit.record_row(
        contact,
        (country, "body", "body_name", "channel", "facts", "rule"),
        title=f"{kit.format_day(contact.made_on)} · {contact.get_made_by_display()}",
        state_text=str(shown),
        is_urgent=contact.safeguard != ContactSafeguard.MET,
        is_over=contact.safeguard == ContactSafeguard.MET,
        words=contact.said,
        actions=actions,
    )
