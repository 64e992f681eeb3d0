"""Chooses how notices reach a person: on My day only, or also by mail."""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from saathi.agencies.actions import own_account
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import NoticesByMail


class NoticeDeliveryForm(forms.Form):
    """The form for the delivery."""

    choice = forms.ChoiceField(choices=NoticesByMail, widget=forms.RadioSelect, label=_("Notices"))


@login_required
def set_notice_delivery(request: HttpRequest) -> HttpResponse:
    """The page to choose whether notices are also mailed."""
    staff = cast("Staff", request.user)
    form = NoticeDeliveryForm(request.POST or None, initial={"choice": staff.notices_by_mail})
    if request.method == "POST" and form.is_valid():
        choice = NoticesByMail(form.cleaned_data["choice"])
        own_account.set_notice_delivery(actor=staff, choice=choice)
        return redirect(settings.SAATHI_SECOND_FACTOR_URL)
    context = {"form": form, "sends_mail": settings.SAATHI_SENDS_MAIL}
    return render(request, "agencies/set_notices.html", context)
