from django.urls import path

from bihuan.front.workbench.views import asking, calls, finding, majors, queues, rail, tickets

urlpatterns = [
    path("desk", queues.desk, name="desk"),
    path("desk/rail", rail.rail, name="rail"),
    path("desk/palette", finding.palette, name="palette"),
    path("desk/search", finding.search, name="search"),
    path("desk/people", finding.people, name="desk-people"),
    path("desk/people/<str:username>", finding.person, name="desk-person"),
    path("desk/calls/new", calls.call, name="call"),
    path("desk/calls/about", calls.about, name="call-about"),
    path("desk/calls/caller", calls.caller, name="call-caller"),
    path("desk/majors/<int:pk>", majors.major, name="major"),
    path("desk/queues/<slug:slug>", queues.queue, name="queue"),
    path("desk/queues/<slug:slug>/filters", queues.filters, name="queue-filters"),
    path("desk/queues/<slug:slug>/bulk", queues.bulk, name="queue-bulk"),
    path("desk/queues/<slug:slug>/lines", tickets.lines, name="queue-lines"),
    path("desk/tickets/<str:number>", tickets.ticket, name="ticket"),
    path("desk/tickets/<str:number>/main", tickets.main, name="ticket-main"),
    path("desk/tickets/<str:number>/earlier", tickets.earlier, name="ticket-earlier"),
    path("desk/tickets/<str:number>/aside", tickets.aside, name="ticket-aside"),
    path("desk/tickets/<str:number>/beside", tickets.beside, name="ticket-beside"),
    path("desk/tickets/<str:number>/beside/others", tickets.person, name="ticket-beside-others"),
    path("desk/tickets/<str:number>/beside/knowledge", tickets.knowledge, name="ticket-beside-knowledge"),
    path("desk/tickets/<str:number>/missing", asking.missing, name="ticket-missing"),
    path("desk/tickets/<str:number>/asking/<slug:what>", asking.asking, name="ticket-asking"),
]
