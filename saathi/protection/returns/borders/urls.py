"""URLs of cross-border enquiries, below a child's file. Only opaque ids."""

from django.urls import path

from saathi.protection.returns.borders import views

app_name = "borders"
prefix = "child/<uuid:file_id>/abroad/"

urlpatterns = [
    path(prefix, views.list_cross_border_enquiries, name="list_cross_border_enquiries"),
    path(f"{prefix}ask/", views.send_enquiry_abroad, name="send_enquiry_abroad"),
    path(f"{prefix}received/", views.record_received_enquiry, name="record_received_enquiry"),
    path(f"{prefix}<uuid:asked_id>/", views.record_enquiry_outcome, name="record_enquiry_outcome"),
    path(f"{prefix}<uuid:asked_id>/answer/", views.answer_enquiry, name="answer_enquiry"),
    path(
        f"{prefix}<uuid:asked_id>/print/", views.print_enquiry_answer, name="print_enquiry_answer"
    ),
]
