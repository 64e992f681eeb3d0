"""URLs of cross-border enquiries, below a child's file. Only opaque ids."""

from django.urls import path

from saathi.protection.returns.borders import views

app_name = "borders"
prefix = "child/<uuid:file_id>/abroad/"

urlpatterns = [
    path(prefix, views.list_asked, name="list_asked"),
    path(f"{prefix}ask/", views.ask_abroad, name="ask_abroad"),
    path(f"{prefix}received/", views.receive_asked, name="receive_asked"),
    path(f"{prefix}<uuid:asked_id>/", views.follow_asked, name="follow_asked"),
    path(f"{prefix}<uuid:asked_id>/answer/", views.answer_asked, name="answer_asked"),
    path(f"{prefix}<uuid:asked_id>/print/", views.print_asked, name="print_asked"),
]
