from django.urls import path

from bihuan.tickets import duplicates, form, views

urlpatterns = [
    path("tickets/<str:number>/replies", views.replies, name="ticket-replies"),
    path("tickets/<str:number>/notes", views.notes, name="ticket-notes"),
    path("tickets/<str:number>/questions", form.questions, name="ticket-questions"),
    path("tickets/<str:number>/attempts", views.attempts, name="ticket-attempts"),
    path("tickets/<str:number>/escalations", views.escalations, name="ticket-escalations"),
    path("tickets/<str:number>/escalations/<int:pk>", views.escalation, name="ticket-escalation"),
    path("tickets/<str:number>/acceptance", views.acceptance, name="ticket-acceptance"),
    path("tickets/<str:number>/giving-back", views.giving_back, name="ticket-giving-back"),
    path("tickets/<str:number>/assignment", views.assignment, name="ticket-assignment"),
    path("tickets/<str:number>/hold", views.hold, name="ticket-hold"),
    path("tickets/<str:number>/resolution", views.resolution, name="ticket-resolution"),
    path("tickets/<str:number>/closure", views.closure, name="ticket-closure"),
    path("tickets/<str:number>/reopening", views.reopening, name="ticket-reopening"),
    path("tickets/<str:number>/duplicate", duplicates.joining, name="ticket-joining"),
    path("tickets/<str:number>/duplicate/undoing", duplicates.parting, name="ticket-parting"),
    path(
        "tickets/<str:number>/duplicates/resolution",
        duplicates.resolution,
        name="ticket-duplicates-resolution",
    ),
    path("tickets/<str:number>/answers", form.answers, name="ticket-answers"),
    path("tickets/<str:number>/answers/<int:pk>", form.answer, name="ticket-answer"),
    path("tickets/<str:number>/files/<str:key>/<str:name>", views.file, name="ticket-file"),
    path("tickets/<str:number>/entries/<int:pk>/frame", views.frame, name="ticket-entry-frame"),
]
