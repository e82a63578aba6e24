from django.urls import path

from bihuan.front.portal.views import ask, links, mine, start, tickets

urlpatterns = [
    path("portal", start.start, name="portal"),
    path("portal/search", start.search, name="portal-search"),
    path("portal/ask", ask.choose, name="portal-ask"),
    path("portal/ask/<str:code>", ask.ask, name="portal-ask-category"),
    path("portal/ask/<str:code>/help", ask.help_with, name="portal-ask-help"),
    path("portal/helped", ask.helped, name="portal-helped"),
    path("portal/articles/<str:number>/solved", ask.solved_by, name="portal-avoided"),
    path("portal/tickets", mine.tickets, name="portal-tickets"),
    path("portal/tickets/<str:number>", tickets.ticket, name="portal-ticket"),
    path("portal/tickets/<str:number>/receipt", ask.receipt, name="portal-receipt"),
    path("portal/tickets/<str:number>/now", tickets.now, name="portal-now"),
    path("portal/tickets/<str:number>/answers", tickets.answers, name="portal-answers"),
    path("portal/tickets/<str:number>/nudges", tickets.nudges, name="portal-nudges"),
    path("portal/tickets/<str:number>/withdrawal", tickets.withdrawal, name="portal-withdrawal"),
    path("portal/tickets/<str:number>/confirmation", tickets.confirmation, name="portal-confirmation"),
    path("portal/tickets/<str:number>/rating", tickets.rating, name="portal-rating"),
    path("solved/<str:token>", links.solved, name="solved"),
    path("rate/<str:token>", links.rate, name="rate"),
]
