"""The house stands as it was planned: what is drawn is there, what is forbidden is found, everything is wired."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField

from bihuan.kit.events.facts import Facts
from bihuan.wiring import DRAINS, WIRES
from scripts import trace

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "bihuan"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = [layer for layer in CONTRACTS[0]["layers"] if (PACKAGE / layer).is_dir()]
WHOLE_ROOMS = ("config", "tickets")  # floors with no rooms in them
DRAWN = re.compile(r"^[├└]── (?P<floor>\w+)/|^[│ ]   [├└]── (?P<room>\w+)/", re.MULTILINE)

OURS = ("bihuan", "tests", "scripts", "web/src", "docs", ".ci")
ENDINGS = {".py", ".ts", ".css", ".html", ".sh", ".md", ".toml", ".svg", ".txt"}
MOST_LINES = 300
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "managers", "base", "common", "core", "misc"}
# What points at a machine, an unfinished thought, or how the work on it is organised, is no part of a product.
FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|root|home)/\w|/tmp/scratch|\b(?:TODO|FIXME|XXX)\b|[Ll]orem ipsum|\b[Ss]ub-?agents?\b"
)


def sources(*endings: str) -> list[Path]:
    """Return what people wrote, and what neither a program nor an upstream did."""
    found = [path for folder in OURS for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += [path for path in ROOT.glob("*") if path.is_file()]
    made = {"static", "node_modules", "migrations", "__pycache__"}
    return sorted(
        path for path in found if path.suffix in (endings or ENDINGS) and not made & set(path.parts)
    )


# ── the map


def drawn() -> dict[str, list[str]]:
    """Return the rooms of each floor as ARCHITECTURE.md draws them, from the top down."""
    plan = (ROOT / "ARCHITECTURE.md").read_text().partition("```text\n")[2].partition("```")[0]
    floors: dict[str, list[str]] = {}
    for found in DRAWN.finditer(plan):
        if found["floor"]:
            floors[found["floor"]] = []
        else:
            floors[list(floors)[-1]].append(found["room"])
    return floors


def rooms_of(floor: str) -> set[str]:
    if floor in WHOLE_ROOMS:
        return set()
    return {
        path.parent.name for path in (PACKAGE / floor).glob("*/__init__.py") if path.parent.name != "tests"
    }


def test_the_map_draws_the_floors_in_the_order_of_the_contract() -> None:
    assert list(drawn()) == FLOORS


@pytest.mark.parametrize("floor", FLOORS)
def test_the_map_names_every_room_of_a_floor_and_no_other(floor: str) -> None:
    assert sorted(drawn()[floor]) == sorted(rooms_of(floor))


# ── the contracts

# For each contract: a module, what is written into it, and what the check must then say.
BREACHES = {
    "Floors: call down, announce up": (
        "kit/text/reaching_up.py",
        "from bihuan.tickets import lifecycle",
        "bihuan.kit.text.reaching_up -> bihuan.tickets",
    ),
    "No two rooms need each other": (
        "kit/sql/needing.py",
        "from bihuan.kit.files import names",
        "No cycles are allowed in bihuan.kit.",
    ),
    "The stations of the flow meet only on the ticket": (
        "flow/triage/meeting.py",
        "from bihuan.flow.sla import clockwork",
        "bihuan.flow.triage.meeting -> bihuan.flow.sla",
    ),
    "In a room: doors over ears over models over events": (
        "tickets/events.py",
        "from bihuan.tickets.models import ticket",
        "bihuan.tickets.events -> bihuan.tickets.models",
    ),
    "Arithmetic is plain Python": (
        "flow/sla/clockwork.py",
        "from django.utils import timezone",
        "bihuan.flow.sla.clockwork -> django",
    ),
}


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Break each contract once, in a copy of the package; return what the check says of it."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(
        PACKAGE, copy / "bihuan", ignore=shutil.ignore_patterns("tests", "static", "*.toml", "*.po")
    )
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, line, _said in BREACHES.values():
        with (copy / "bihuan" / name).open("a") as module:
            module.write(f"{line}\n")
    (copy / "bihuan" / "attic").mkdir()
    (copy / "bihuan" / "attic" / "__init__.py").touch()
    return contracts_in(copy)


def contracts_in(folder: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(folder)}
    told = subprocess.run(
        [program, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True
    )
    return told.stdout + told.stderr


def test_every_contract_is_broken_once_below() -> None:
    assert set(BREACHES) == {contract["name"] for contract in CONTRACTS}


@pytest.mark.parametrize("contract", BREACHES)
def test_a_contract_that_is_broken_is_said_to_be(contract: str, broken_house: str) -> None:
    said = broken_house.partition("Broken contracts")[2].partition(f"{contract}\n---")[2]

    assert f"{contract} BROKEN" in broken_house
    assert BREACHES[contract][2] in said.partition("\n---")[0]


def test_a_folder_that_is_on_no_floor_is_found(broken_house: str) -> None:
    assert re.search(r"^- +attic$|bihuan\.attic", broken_house, re.MULTILINE), broken_house


# ── the wiring


def test_every_kind_of_event_is_wired_once() -> None:
    wired = [wire.facts.kind for wire in WIRES]

    assert sorted(wired) == sorted(kind for kind, facts in Facts.by_kind.items() if is_ours(facts))


def is_ours(facts: type[Facts]) -> bool:
    return facts.__module__.startswith("bihuan.") and ".tests" not in facts.__module__


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.facts.kind)
def test_a_wire_leads_to_the_ears_of_rooms(wire: object) -> None:
    ears = {react.__module__.rpartition(".")[2] for react in (*wire.at_once, *wire.later)}

    assert ears <= {"reactions", "notices"}


def test_an_event_is_named_for_its_noun_and_what_happened_to_it() -> None:
    assert [kind for kind in Facts.by_kind if not re.fullmatch(r"[a-z]+\.[a-z_]+", kind)] == []


def test_no_two_drains_have_one_name() -> None:
    names = [drain.name for drain in DRAINS]

    assert len(names) == len(set(names))


# ── the tables


def floor_of(model: type[Model]) -> int | None:
    """Return how low the floor of a model is, or None for a library's."""
    top, _, rest = model.__module__.partition(".")
    return FLOORS.index(rest.partition(".")[0]) if top == "bihuan" else None


def test_foreign_keys_point_down_or_stay_in_their_room() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField) and not field.auto_created
        if (here := floor_of(model)) is not None and (there := floor_of(field.related_model)) is not None
        if there < here
    ]

    # The kit knows nobody, and names the person by the setting that Django has for that.
    assert [one for one in upward if not one.endswith("→ people.Person")] == []


# ── the files


def test_no_file_is_longer_than_what_one_reads_in_one_go() -> None:
    """Tables of cases, stories of tests and written configuration may be longer; code and pages may not."""
    code = [path for path in sources(".py", ".ts", ".css", ".html", ".sh") if "tests" not in path.parts]

    lengths = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in code}

    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path.relative_to(ROOT) for path in sources(".py", ".ts")}

    empty = {path for path in named if NAMES_THAT_SAY_NOTHING & {*path.parts, path.stem}}

    assert empty == {Path("bihuan/config/settings/base.py")}  # its name is Django's custom


def test_nothing_names_a_machine_or_how_the_work_is_organised() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {word.group()}"
        for path in sources()
        if path != Path(__file__)
        for word in FORBIDDEN.finditer(path.read_text())
    }

    assert found == set()


def test_only_the_lists_of_nouns_stand_in_an_init_file() -> None:
    filled = {path.parent.name for path in PACKAGE.rglob("__init__.py") if path.read_text().strip()}

    assert filled <= {"models"}


# ── the papers


def test_every_package_we_stand_on_is_told_of() -> None:
    told = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text()
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]

    names = [re.split(r"[\[<>=; ]", one)[0] for one in needed]

    assert [name for name in names if not re.search(rf"\b{name}\b", told)] == []


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md"]
)
def test_a_page_leads_to_nothing_that_is_not_there(page: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)|(?:src|srcset)=\"([^\"]+)\"", (ROOT / page).read_text())
    paths = [one or other for one, other in links]

    assert [path for path in paths if "://" not in path and not (ROOT / path).exists()] == []


def test_a_term_of_the_glossary_stands_once_and_in_both_languages() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text().splitlines()
    terms = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ") and "---" not in line][
        1:
    ]

    assert all(len(term) == 3 and re.search("[一-鿿]", term[0]) and term[1].isascii() for term in terms)
    assert len({term[0] for term in terms}) == len(terms)


def test_every_threat_has_a_test_but_those_to_what_is_not_built_yet() -> None:
    threats = dict(trace.THREATS.findall((ROOT / "docs" / "threats.md").read_text()))
    tests = [*ROOT.glob("bihuan/**/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]

    held_against = {threat for path in tests for threat, _test in trace.marks_in(path)}

    assert set(threats) - held_against == {
        threat for threat, here in threats.items() if here.startswith("later:")
    }
