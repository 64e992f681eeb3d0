"""URLs of possible duplicates. Only opaque ids."""

from django.urls import path

from saathi.protection.identification.matches import views

app_name = "matches"

urlpatterns = [
    path("", views.list_pairs, name="list_pairs"),
    path("seen-before/", views.list_repeat_allegations, name="list_repeat_allegations"),
    path("seen-before/<uuid:repeat_id>/", views.show_repeat, name="show_repeat"),
    path("<uuid:pair_id>/", views.show_pair, name="show_pair"),
    path("<uuid:pair_id>/part/", views.undo_merge, name="undo_merge"),
]
