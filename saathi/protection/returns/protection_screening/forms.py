"""Forms of screenings, referrals, permissions and contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_search import SeveralStaffField, StaffKind, list_team
from saathi.consent.models import Consent
from saathi.infra.route_countries import (
    country_name,
    land_country_choices,
)
from saathi.protection.decisions.orders.vocabulary import (
    NATIONAL_AUTHORITY_CHOICES,
    AuthorityKind,
)
from saathi.protection.returns.borders.queries import active_contact_consents
from saathi.protection.returns.protection_screening import queries
from saathi.protection.returns.protection_screening.models import (
    PROMPTS,
    ContactPermission,
    CorrectionReason,
    NoSignExplanation,
    OriginContact,
    OriginCorrection,
    ProtectionReferral,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactMaker,
    PermissionState,
)
from saathi.web.components import join_facts
from saathi.web.dynamic_choices import set_choices


def _readers_field(**options: Any) -> SeveralStaffField:
    return SeveralStaffField(
        kind=StaffKind.COLLEAGUE,
        label=_("Colleagues who may read the screening"),
        help_text=_(
            "Besides you and the managers of the office. Name the legal representative and those "
            "who need it for their work."
        ),
        required=False,
        **options,
    )


class ScreeningReadersForm(DerivedForm[ProtectionScreening]):
    """Who may read a screening."""

    model = ProtectionScreening
    names = "readers"
    readers = _readers_field()

    def prepare(self) -> None:
        """Offers the child's team and those chosen before; others are found by search."""
        field = self.fields["readers"]
        assert isinstance(field, SeveralStaffField)
        first = list_team(self.record.file_id if self.record else self.about.file_id)
        chosen = self.record.readers if self.record else []
        known = {person.pk for person in first}
        others = Staff.objects.filter(pk__in=set(chosen) - known).select_related("office")
        field.prepare(self.staff, [*first, *others])
        self.initial["readers"] = frozenset(chosen)


class ProtectionScreeningForm(ScreeningReadersForm):
    """A screening with its ten prompts. `about` is the case."""

    names = (
        f"screened_on screener training representative {' '.join(PROMPTS)} child_words "
        "result grounds why_unfinished continue_on readers"
    )
    readers = _readers_field()


class NoSignExplanationForm(DerivedForm[NoSignExplanation]):
    """Why there is no sign although details of the child's record contradict it."""

    model = NoSignExplanation
    names = "reason"


class ProtectionReferralForm(DerivedForm[ProtectionReferral]):
    """A new referral for international protection."""

    model = ProtectionReferral
    names = "body body_name referred_on filed_on number note"


class ReferralOutcomeForm(DerivedForm[ProtectionReferral]):
    """Filing, decision and appeal of a referral."""

    model = ProtectionReferral
    names = "filed_on number outcome decided_on appeal note"


class PermissionForm(DerivedForm[ContactPermission]):
    """A request to contact a body of the country of origin. `about` is the case."""

    model = ContactPermission
    names = "country body body_name through facts child_answer child_words why_no_words consent best ends_on"
    country = forms.ChoiceField(choices=land_country_choices, label=_("Country of origin"))

    def prepare(self) -> None:
        """Offers the active consents and other legal bases of contact with the home country."""
        consents = active_contact_consents(self.staff, self.about.child)
        labels = {consent.pk: label for consent, label in consents}
        rows = Consent.objects.filter(pk__in=labels)
        self.offer("consent", rows, lambda consent: labels[consent.pk])


class PermissionDecisionForm(DerivedForm[ContactPermission]):
    """The decision of a supervisor on a request."""

    model = ContactPermission
    names = "state reason"
    state = forms.ChoiceField(
        choices=[
            (PermissionState.OPEN.value, _("Permit the contact")),
            (PermissionState.REFUSED.value, _("Do not permit it")),
        ],
        widget=forms.RadioSelect,
        label=_("Decision"),
    )

    def prepare(self) -> None:
        """Suggests no decision."""
        self.initial.pop("state", None)


class OwnContactForm(DerivedForm[OriginContact]):
    """A contact that our agency makes under a permission. `about` is the case."""

    model = OriginContact
    names = "permission made_on channel facts clues body_name said"
    permission = derive_field(OriginContact, "permission", label=_("Permission"), required=True)

    def prepare(self) -> None:
        """Offers the permissions that are open today."""
        held = queries.open_permissions(self.staff, self.about.file_id)
        rows = ContactPermission.objects.filter(pk__in=[item.pk for item in held])
        self.offer("permission", rows, _permission_label)


def _permission_label(permission: ContactPermission) -> str:
    until = _("until %(day)s") % {"day": format_day(permission.ends_on)}
    return f"{country_name(permission.country)} · {permission.get_body_display()} · {until}"


class OthersContactForm(DerivedForm[OriginContact]):
    """A contact by others, or by staff without permission, as it became known."""

    model = OriginContact
    names = "made_by made_on body channel said country body_name facts rule authority"
    country = forms.ChoiceField(
        choices=land_country_choices, label=_("Country of origin"), required=False
    )
    authority = forms.ChoiceField(
        choices=[("", "—"), *NATIONAL_AUTHORITY_CHOICES],
        required=False,
        label=_("Authority to notify of a violation"),
        help_text=_("If blank: as the procedure of your country says."),
    )

    def prepare(self) -> None:
        """Offers everyone but ourselves with permission, which another form records."""
        codes = [(code, label) for code, label in ContactMaker.choices if code != ContactMaker.US]
        set_choices(self, "made_by", codes)

    @property
    def chosen_authority(self) -> AuthorityKind | None:
        """The authority to notify; None if the procedure of the country decides."""
        code = self.cleaned_data["authority"]
        return AuthorityKind(code) if code else None


class CorrectionReasonForm(DerivedForm[CorrectionReason]):
    """The reason why a country of origin was removed. `about` is the child."""

    model = CorrectionReason
    names = "correction reason"
    correction = derive_field(CorrectionReason, "correction", label=_("Country"))

    def prepare(self) -> None:
        """Offers the countries that were removed without a reason."""
        unexplained = queries.unexplained_corrections(self.staff, self.about.file_id)
        self.offer("correction", unexplained, correction_label)


def correction_label(correction: OriginCorrection) -> str:
    """The country that was removed, with where and when."""
    return join_facts(
        (
            country_name(correction.country),
            str(correction.get_source_display()),
            format_day(correction.removed_on),
        )
    )
