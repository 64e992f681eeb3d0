"""`codes_in_lists`: how a model names, per field, the vocabulary of the codes in its lists.

Also used for a single code if the field is in an abstract model and each register has its own
vocabulary.
"""

from django.db.models import TextChoices

type CodesInLists = dict[str, type[TextChoices]]
