"""What all registers say in the same words: the pages of moves, and what waits on My day."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_pages import FormPageText
from saathi.agencies.register_kit.rules import EntryMove
from saathi.web.components import ActionLink, AlertBox, Text

IMPORTED_MEANWHILE: Final = _(
    "The entries or the table changed after the preview. Nothing was saved yet: check the preview "
    "again."
)


def shared_moves(entry: Text) -> dict[EntryMove, FormPageText]:
    """The pages of the moves that every register has; `entry` labels the way back."""
    return {
        EntryMove.PROPOSE: FormPageText(
            _("Submit for publication"),
            _(
                "Another member of your agency with this permission checks the entry and publishes it."
            ),
            _("Submit for publication"),
            entry,
        ),
        EntryMove.RETURN: FormPageText(
            _("Return for revision"),
            _("The entry becomes a draft again."),
            _("Return for revision"),
            entry,
        ),
        EntryMove.CONFIRM: FormPageText(
            _("Confirm the changes"),
            _("Check what was changed after publication. Others can already see these changes."),
            _("Confirm changes"),
            entry,
        ),
    }


def restore_move(entry: Text) -> FormPageText:
    """The page of `EntryMove.RESTORE`, for registers from which entries can be withdrawn."""
    return FormPageText(
        _("Submit again"),
        _("A second person publishes the entry again."),
        _("Submit again"),
        entry,
    )


def publication_alert(title: str, count: int, page: str) -> AlertBox:
    """That entries wait for a second person; `page` is the name of the address that publishes."""
    action = ActionLink(gettext("Check and publish"), reverse(page))
    return AlertBox(title % {"count": count}, "", action, "attend", "clipboard-check")


def review_alert(title: str, count: int, link: ActionLink, icon: str) -> AlertBox:
    """That entries are due for review; `link` opens their list."""
    return AlertBox(title % {"count": count}, "", link, "calm", icon)
