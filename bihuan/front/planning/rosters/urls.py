"""Addresses of the rosters: who is there when, leave, swaps, notes between shifts, and how much one may have."""

from django.urls import URLPattern, path

from bihuan.front.planning.rosters.views import leave, limits, mine, notes, patterns, rosters

urlpatterns: list[URLPattern] = [
    path("rosters", rosters.first, name="rosters"),
    path("rosters/limits", limits.limits, name="dispatch-limits"),
    path("rosters/leave", leave.leave, name="leave"),
    path("rosters/leave/<int:pk>", leave.absence, name="absence"),
    path("rosters/asked/<int:pk>", leave.asked, name="leave-asked"),
    path("rosters/mine", mine.mine, name="my-shifts"),
    path("rosters/mine/leave", mine.ask_leave, name="my-leave"),
    path("rosters/mine/swaps", mine.ask_swap, name="my-swaps"),
    path("rosters/swaps/<int:pk>", mine.swap, name="swap"),
    path("rosters/notes", notes.notes, name="shift-notes"),
    path("rosters/notes/<int:pk>", notes.note, name="shift-note"),
    path("rosters/teams/<str:code>", rosters.roster, name="roster"),
    path("rosters/teams/<str:code>/turns", rosters.turns, name="roster-turns"),
    path("rosters/teams/<str:code>/day", rosters.day, name="roster-day"),
    path("rosters/teams/<str:code>/undo", rosters.undo, name="roster-undo"),
    path("rosters/patterns", patterns.patterns, name="shift-patterns"),
    path("rosters/patterns/new", patterns.new, name="shift-pattern-new"),
    path("rosters/patterns/<slug:code>", patterns.pattern, name="shift-pattern"),
    path("rosters/turns/<int:pk>", rosters.turn, name="roster-turn"),
]
