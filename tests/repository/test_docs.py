"""What the pages in docs/ tell is what the code does."""

import re

from aiohttp import web
import pytest

from simulator import SCENARIOS, Simulator
from simulator.__main__ import arguments
from simulator.control import ControlApi, _steps
from simulator.faults import Kind
from tests.test_architecture import ARROWS

from .readme import codes, sections, tables
from .source import ROOT

PAGES = {
    path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")
}


def column(page: str, heading: str, number: int = 0) -> list[str]:
    """Return the code in a column of the only table of a section."""
    (rows,) = tables(sections(PAGES[page])[heading])
    return [code for row in rows for code in codes(list(row.values())[number])]


def test_the_arrows_drawn_are_the_arrows_checked() -> None:
    """In the same order, so that it can be read from above."""
    (rows,) = tables(sections(PAGES["architecture.md"])["The arrows"])
    drawn = {codes(row["module"])[0]: set(codes(row["imports"])) for row in rows}
    assert drawn == ARROWS
    assert list(drawn) == list(ARROWS)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    """Pages move together."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", PAGES[page]):
        assert (ROOT / "docs" / target).is_file(), target


def test_every_folder_told_exists() -> None:
    """And every folder of tests is told."""
    told = column("development.md", "Where things are")
    for folder in told:
        assert (ROOT / folder).is_dir(), folder
    tests = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    assert {f"tests/{name}/" for name in tests} <= set(told)


def test_every_request_to_the_control_api_is_told() -> None:
    """In the order of the routes."""
    app = web.Application()
    ControlApi(Simulator()).add_routes(app)
    routes = [
        f"{route.method} {route.resource.canonical}"
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    ]
    (rows,) = tables(sections(PAGES["simulator.md"])["The control API"])
    assert [codes(row["request"])[0] for row in rows] == routes


def test_every_step_scenario_and_fault_is_told() -> None:
    """By their names."""
    steps = _steps(Simulator().exchange)
    assert set(column("simulator.md", "Steps of a call")) == set(steps)
    assert column("simulator.md", "Scenarios") == list(SCENARIOS)
    assert column("simulator.md", "Faults") == list(Kind)


def test_every_argument_of_the_simulator_is_told() -> None:
    """With its default, where it has one."""
    (rows,) = tables(sections(PAGES["simulator.md"])["Start it"])
    told = {codes(row["argument"])[0].split()[0]: row["default"] for row in rows}
    defaults = vars(arguments([]))
    assert {name.removeprefix("--").replace("-", "_") for name in told} == set(defaults)
    for name in ("host", "port", "domain"):
        assert told[f"--{name}"] == str(defaults[name])
