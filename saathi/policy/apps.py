"""Registers the policy wing with Django, for its pages; its facts ship with the package."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Law and policy watched country by country."""

    name = "saathi.policy"
    label = "policy"
