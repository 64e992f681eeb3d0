"""How a model says of which vocabulary the codes in its lists are: `codes_in_lists`, by the field."""

from django.db.models import TextChoices

type CodesInLists = dict[str, type[TextChoices]]
