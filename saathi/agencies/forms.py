"""Forms of the agency's screens. They validate input; permissions are checked elsewhere."""

import json
from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from saathi.agencies import configuration_rules, wording
from saathi.agencies.actions.staff import StaffPosition
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import BundleVersion, Office, Staff
from saathi.agencies.vocabulary import ConfigurationKind, OfficeLevel
from saathi.infra import countries
from saathi.web.dynamic_choices import set_choices

WEEKDAY_CHOICES = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class OpenOfficeField(forms.TypedChoiceField):
    """A choice among the agency's open offices."""

    def __init__(self, offices: list[Office], **options: Any) -> None:
        self.by_id = {str(office.pk): office for office in offices}
        choices: list[tuple[str, Any]] = [(key, office.name) for key, office in self.by_id.items()]
        if not options.get("required", True):
            choices.insert(0, ("", _("None (top-level office)")))
        super().__init__(choices=choices, coerce=self.by_id.get, empty_value=None, **options)


def role_choices(bundles: Sequence[BundleVersion]) -> list[Any]:
    """The roles that can be assigned: the shipped ones, then the agency's own bundles.

    A value is the kind of a role, followed by a colon and the code of the agency's bundle, if any.
    """
    shipped = list(wording.ROLE_KIND_NAMES.items())
    own = [
        (f"{bundle.kind}:{bundle.code}", f"{bundle.name} ({wording.role_kind_name(bundle.kind)})")
        for bundle in bundles
    ]
    return [(_("Standard roles"), shipped), (_("Roles of this agency"), own)] if own else shipped


class StaffPositionForm(RecordForm):
    """Office, role and title of a member of staff."""

    role_kind = forms.ChoiceField(label=_("Role"))
    title = forms.CharField(
        label=_("Job title"),
        max_length=40,
        required=False,
        help_text=_(
            "The title used by colleagues. Permissions come from the role, not from the title."
        ),
    )

    def __init__(
        self, *args: Any, offices: list[Office], bundles: Sequence[BundleVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OpenOfficeField(offices, label=_("Office"))
        set_choices(self, "role_kind", role_choices(bundles))
        self.fields["role_kind"].help_text = _(
            "A second person must approve the roles of supervisor, data officer, "
            "administrator and oversight officer, and any agency role with one of their "
            "permissions."
        )

    @property
    def position(self) -> StaffPosition:
        """The chosen position."""
        data = self.cleaned_data
        kind, _colon, post = data["role_kind"].partition(":")
        return StaffPosition(data["office"], kind, data["title"], post)


class StaffInvitationForm(StaffPositionForm):
    """The invited person, and how the invitation reaches them."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address for signing in"))
    language = forms.ChoiceField(label=_("Preferred language"))
    way = forms.ChoiceField(label=_("Delivery of the invitation"), widget=forms.RadioSelect)
    field_order = ("name", "email", "language", "office", "role_kind", "title", "way")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "language", settings.LANGUAGES)
        ways = [("mail", _("By e-mail")), ("paper", _("On paper, with a code to enter"))]
        if not settings.SAATHI_SENDS_MAIL:
            ways = ways[1:]
            self.fields["way"].help_text = NO_MAIL_HELP
        set_choices(self, "way", ways)
        self.fields["way"].initial = ways[0][0]
        self.order_fields(self.field_order)


NO_MAIL_HELP = _(
    "This installation does not send e-mail yet. Until the operator sets up a mail "
    "server, print the invitation and hand it over."
)


class PaperCodeForm(forms.Form):
    """The code of an invitation, typed from paper."""

    code = forms.CharField(
        label=_("Code on your paper invitation"),
        max_length=80,
        help_text=_(
            "Six groups of five characters (letters and digits). Capitals and spaces do not matter."
        ),
        widget=forms.TextInput({"autocomplete": "off", "class": "code", "spellcheck": "false"}),
    )


class OfficeForm(RecordForm):
    """An office: its name, its location, its working days."""

    name = forms.CharField(label=_("Name of the office"), max_length=120)
    district = forms.CharField(
        label=_("District code"),
        max_length=12,
        required=False,
        help_text=_("For example NP-DHA. Leave blank for an office above the district level."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekly closing days"),
        choices=WEEKDAY_CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        recorded = self.get_initial_for_field(self.fields["time_zone"], "time_zone")
        set_choices(self, "time_zone", time_zone_choices(country, str(recorded or "")))


def time_zone_choices(country: str, recorded: str = "") -> list[tuple[str, str]]:
    """The country's time zone and the one on record; outside the region, all time zones."""
    zones = (
        {countries.TIME_ZONES[country]}
        if country in countries.TIME_ZONES
        else available_timezones()
    )
    return [(zone, zone.replace("_", " ")) for zone in sorted(zones | ({recorded} - {""}))]


class NewOfficeForm(OfficeForm):
    """An office to add to the tree; it cannot be moved later."""

    level = forms.ChoiceField(label=_("Level"), choices=OfficeLevel.choices)
    field_order = ("name", "below", "level", "district", "time_zone", "weekend")

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"] = OpenOfficeField(
            offices,
            label=_("Parent office"),
            required=False,
            help_text=_(
                "The parent office cannot be changed later. It determines who leads this office."
            ),
        )
        self.order_fields(self.field_order)


class HolidayForm(forms.Form):
    """A day on which an office is closed."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}))
    name = forms.CharField(label=_("Name of the holiday"), max_length=80)


class FirstPasswordForm(forms.Form):
    """The first password of an invited person."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("Use at least twelve characters, for example four unrelated words."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=200,
    )
    again = forms.CharField(
        label=_("Repeat the password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        max_length=200,
    )

    def __init__(self, *args: Any, name: str, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = Staff(name=name, email=email)

    def clean_password(self) -> str:
        """The password; refused unless it is long, uncommon and unlike the person's name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean_again(self) -> str:
        """The repeated password."""
        repeated: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and repeated != self.cleaned_data["password"]:
            raise forms.ValidationError(_("The two entries do not match."))
        return repeated


class ConfigurationVersionForm(forms.Form):
    """A new version of a piece of configuration, typed as lines that the rules of its kind parse."""

    # Bundles grant rights, so they have their own screens and need two people.
    kind = forms.ChoiceField(
        label=_("Type of rule"),
        choices=[
            pair for pair in ConfigurationKind.choices if pair[0] != ConfigurationKind.BUNDLES
        ],
    )
    name = forms.SlugField(label=_("Name"), max_length=40)
    valid_from = forms.DateField(label=_("In force from"), widget=forms.DateInput({"type": "date"}))
    body = forms.CharField(
        label=_("Entries"),
        widget=forms.Textarea({"rows": 14, "class": "code", "spellcheck": "false"}),
        help_text=_("Enter one per line: code = meaning."),
    )

    def clean(self) -> dict[str, Any]:
        """The lines as the stored body; every error is reported with its line."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ConfigurationKind.PROCEDURE and "name" in cleaned:
            self._check_name(cleaned["name"])
        if "kind" in cleaned and "body" in cleaned:
            body, mistakes = configuration_rules.parse_configuration(
                cleaned["kind"], cleaned["body"]
            )
            for mistake in mistakes:
                self.add_error("body", str(mistake))
            cleaned["read"] = body
        return cleaned

    def _check_name(self, name: str) -> None:
        """Refuses a second procedure: otherwise the later one would silently set all targets."""
        if name != configuration_rules.PROCEDURE_NAME:
            text = _("Each country has one procedure. Enter the name “%(name)s”.")
            self.add_error("name", str(text) % {"name": configuration_rules.PROCEDURE_NAME})


def body_as_lines(body: Any) -> str:
    """A stored body as the lines in which it was typed; any other body as JSON."""
    if isinstance(body, dict) and all(isinstance(value, str | int) for value in body.values()):
        return "\n".join(f"{key} = {value}" for key, value in body.items())
    return json.dumps(body, ensure_ascii=False, indent=1)
