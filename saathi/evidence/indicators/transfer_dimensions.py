"""Dimensions of transfers to another country, and of children taken abroad."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import Dimension, Labels
from saathi.protection.decisions.orders.vocabulary import REMOVED_ABROAD, Safeguard
from saathi.protection.returns.transfers.vocabulary import (
    TransferKind,
    TransferState,
    TransferStopper,
)

_TIMES: Labels = {
    "to_14": _("Up to 14 days"),
    "to_30": _("15 to 30 days"),
    "to_90": _("31 to 90 days"),
    "over_90": _("More than 90 days"),
}
TRANSFER_KIND = Dimension("kind", _("Kind of transfer"), dict(TransferKind.choices))
TRANSFER_STATE = Dimension("state", _("Stage"), dict(TransferState.choices))
TRANSFER_STOPPER = Dimension("stopped_by", _("Stopped by"), dict(TransferStopper.choices))
ANSWER_WAIT = Dimension(
    "answer_wait",
    _("Time until the answer"),
    {**_TIMES, "waiting": _("No answer yet")},
)
PREPARATION_TIME = Dimension(
    "preparation_time",
    _("Time until the authorisation"),
    {**_TIMES},
)
WAY_ABROAD = Dimension(
    "way",
    _("How the child left"),
    {"transfer": _("Authorised transfer")} | {code: code.label for code in REMOVED_ABROAD},
    sensitive=True,
)
ACT_AGAINST_CHILD = Dimension(
    "act",
    _("Act of an authority"),
    {
        code: code.label
        for code in (
            Safeguard.ARRESTED,
            Safeguard.DETAINED,
            Safeguard.CHARGED,
            Safeguard.DEPORTED,
            Safeguard.PUSHED_BACK,
        )
    },
    do_sums_hold=False,
    column="acts",
    sensitive=True,
)
