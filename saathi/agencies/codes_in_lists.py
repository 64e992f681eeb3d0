"""`codes_in_lists`: how a model names, per field, the vocabulary of the codes in its lists.

Also of a single code where an abstract model has the field and each register a vocabulary of its own.
"""

from django.db.models import TextChoices

type CodesInLists = dict[str, type[TextChoices]]
