"""`codes_in_lists`: how a model names, per field, the vocabulary of the codes in its lists."""

from django.db.models import TextChoices

type CodesInLists = dict[str, type[TextChoices]]
