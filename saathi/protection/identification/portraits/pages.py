"""The content of the page of a child's photos."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, domains
from saathi.agencies.models import Staff
from saathi.consent.models import Consent
from saathi.people import record_screens as kit
from saathi.protection.identification.portraits import queries, rules
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.vocabulary import PortraitState
from saathi.web.components import ActionLink, LabelledValue

NEWEST = "current"  # in a URL: the current photo


@dataclass(frozen=True)
class ShownPortrait:
    """One photo on record; `picture_url` is set only if the reader asked to see it."""

    title: str
    state: str
    is_current: bool
    pairs: Sequence[LabelledValue]
    actions: Sequence[ActionLink]
    picture_url: str = ""
    note: str = ""


def shown_portrait(
    staff: Staff, portrait: Portrait, *, asked_for: str, may_write: bool
) -> ShownPortrait:
    """One photo with its facts and links."""
    ids = [portrait.file_id, portrait.pk]
    state = PortraitState(portrait.state)
    may_show = queries.may_show_today(staff, portrait)
    is_current = state == PortraitState.CURRENT
    is_asked = asked_for == str(portrait.pk) or (is_current and asked_for == NEWEST)
    actions = []
    if may_show and not is_asked:
        page = reverse("portraits:list_portraits", args=[portrait.file_id])
        actions.append(ActionLink(_("Show photo"), f"{page}?show={portrait.pk}", "eye"))
    if may_show:
        actions += domains.links_on("portraits:list_portraits", *ids)
    is_refused = state in rules.KEPT and queries.is_refused(portrait)
    if is_refused and access.may_write(staff, portrait.file_id, Consent.section):
        ids_of_consent = [portrait.file_id, portrait.consent_id]
        actions.append(kit.link(_("Withdraw consent"), "consent:withdraw_consent", *ids_of_consent))
    if may_write and state in rules.KEPT:
        actions.append(kit.link(_("Erase photo"), "portraits:erase_portrait", *ids, icon="trash"))
    is_kept = state in rules.KEPT
    return ShownPortrait(
        title=gettext("Photo taken on %(day)s") % {"day": kit.format_day(portrait.taken_on)},
        state=str(state.label),
        is_current=is_current,
        pairs=kit.labelled_values(
            portrait,
            [
                "taken_by",
                "purposes",
                "consented_on",
                "shown_until",
                *(() if is_kept else ["erased_on"]),
            ],
        ),
        actions=actions,
        picture_url=reverse("portraits:open_picture", args=ids) if may_show and is_asked else "",
        note="" if may_show or not is_kept else _reason_not_shown(is_refused=is_refused),
    )


def _reason_not_shown(*, is_refused: bool) -> str:
    if is_refused:
        return gettext(
            "Not shown: the child refused. Ask the child again and record the answer, or withdraw "
            "the consent; the photo is then erased."
        )
    return gettext("Not shown: consent does not cover the photo now. Ask the child again.")
