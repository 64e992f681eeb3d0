"""Registers the policy app with Django for its pages; the facts ship with the package."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Law and policy, country by country."""

    name = "saathi.policy"
    label = "policy"
