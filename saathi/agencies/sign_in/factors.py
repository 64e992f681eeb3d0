"""Keeps the sealed sign-in details consistent with the second factors in allauth's table.

Each use and each change of a factor saves or deletes its row. Before that, the rows must be exactly
those named in the sealed details; afterwards, the details name the new ones. Changes by SQL alone
are detected there, and when allauth asks which factors exist (`MFAAdapter`).

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Collection
from dataclasses import replace

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver

from saathi.agencies import credentials
from saathi.agencies.credentials import SignInDetails, SignInDetailsTampered


def _details(factor: Authenticator) -> SignInDetails:
    staff = factor.user
    return credentials.read_checked_details(staff.pk, staff.email) or SignInDetails(staff.email)


@receiver(pre_save, sender=Authenticator)
def check_before_saving(
    sender: object, instance: Authenticator, update_fields: Collection[str] | None, **_: object
) -> None:
    """Checks all factors of this person and proves the change that follows."""
    del sender
    details = _details(instance)
    factors = {factor.id: factor for factor in credentials.stored_second_factors(instance.user_id)}
    stored = factors.get(instance.pk)
    if stored is None and instance.pk is not None:
        raise SignInDetailsTampered(instance.user_id)
    # If only the time of use is saved, the instance may be older than the stored row.
    keeps_content = update_fields is not None and "data" not in update_fields
    if keeps_content and stored is not None:
        new_type, data = stored.type, stored.data
    else:
        new_type, data = str(instance.type), instance.data
    credentials.prove_factor_change(
        instance.user_id,
        "change" if stored else "add",
        id=instance.pk,
        type=new_type,
        data=data,
    )
    instance.saathi_details, instance.saathi_digest = (
        details,
        credentials.second_factor_digest(new_type, data),
    )


@receiver(post_save, sender=Authenticator)
def seal_after_saving(sender: object, instance: Authenticator, **_: object) -> None:
    """Adds the saved factor to the sealed details."""
    del sender
    details: SignInDetails = instance.saathi_details
    new: str = instance.saathi_digest
    if details.factors.get(instance.pk) != new:
        factors = {**details.factors, instance.pk: new}
        credentials.write_details(instance.user_id, replace(details, factors=factors))


@receiver(pre_delete, sender=Authenticator)
def check_before_deleting(sender: object, instance: Authenticator, **_: object) -> None:
    """Checks all factors of this person and proves the removal of this one."""
    del sender
    instance.saathi_details = _details(instance)
    credentials.prove_factor_change(instance.user_id, "remove", id=instance.pk)


@receiver(post_delete, sender=Authenticator)
def seal_after_deleting(sender: object, instance: Authenticator, **_: object) -> None:
    """Removes the deleted factor from the sealed details."""
    del sender
    details: SignInDetails = instance.saathi_details
    factors = {key: value for key, value in details.factors.items() if key != instance.pk}
    credentials.write_details(instance.user_id, replace(details, factors=factors))
