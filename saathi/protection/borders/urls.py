"""Addresses of questions across a border, below a child's file. Opaque ids only."""

from django.urls import path

from saathi.protection.borders import views

app_name = "borders"
here = "child/<uuid:file_id>/abroad/"

urlpatterns = [
    path(here, views.list_asked, name="list_asked"),
    path(f"{here}ask/", views.ask_abroad, name="ask_abroad"),
    path(f"{here}received/", views.receive_asked, name="receive_asked"),
    path(f"{here}<uuid:asked_id>/", views.follow_asked, name="follow_asked"),
    path(f"{here}<uuid:asked_id>/answer/", views.answer_asked, name="answer_asked"),
    path(f"{here}<uuid:asked_id>/print/", views.print_asked, name="print_asked"),
]
