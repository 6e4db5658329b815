"""The control API under /sim and the page: for people, demos and tests."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from aiohttp import web

from . import view
from .control_input import Input, InputError, as_fault, explained, read_input
from .crm_connector import CrmConnector
from .events import EventLog
from .faults import Faults
from .guard import Handler, guarded
from .models import Call, NotFoundError
from .scenarios import SCENARIOS
from .switchboard import Switchboard
from .tally import Tally
from .wire import JsonObject, Wire

_PAGE = Path(__file__).with_name("page.html")

# No script, style or picture from elsewhere, and no frame around the page.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "connect-src 'self'; frame-ancestors 'none'"
)

_LONGEST_WAIT = 30.0


class Machine(Protocol):
    """What the control API steers: the simulator."""

    host: str
    exchange: Switchboard
    crm: CrmConnector
    faults: Faults
    tally: Tally
    wire: Wire
    events: EventLog

    def play_in_background(
        self, name: str, *, user: str, colleague: str, pace: float
    ) -> None:
        """Play a scenario without waiting for its end."""


class ControlApi:
    """Steers a simulator over HTTP."""

    def __init__(self, machine: Machine) -> None:
        """Steer this machine."""
        self._machine = machine
        self._exchange = machine.exchange
        self._steps = _steps(machine.exchange)

    def add_routes(self, app: web.Application) -> None:
        """Add the page and the paths under /sim."""
        routes: tuple[tuple[str, str, Handler], ...] = (
            ("GET", "/", self._page),
            ("GET", "/sim/state", self._state),
            ("GET", "/sim/events", self._events),
            ("GET", "/sim/tally", self._tally),
            ("DELETE", "/sim/tally", self._reset_tally),
            ("POST", "/sim/users", self._add_user),
            ("POST", "/sim/users/{user}", self._change_user),
            ("POST", "/sim/calls", self._place_call),
            ("POST", "/sim/calls/{call_id}/{step}", self._take_step),
            ("POST", "/sim/crm", self._configure_crm),
            ("POST", "/sim/wire", self._configure_wire),
            ("GET", "/sim/faults", self._list_faults),
            ("POST", "/sim/faults", self._add_fault),
            ("POST", "/sim/faults/release", self._release_faults),
            ("DELETE", "/sim/faults", self._clear_faults),
            ("POST", "/sim/scenarios/{name}", self._play),
        )
        for method, path, handler in routes:
            safe = guarded(explained(handler), self._machine.host)
            app.router.add_route(method, path, safe)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(
            _PAGE, headers={"Content-Security-Policy": _PAGE_POLICY}
        )

    async def _state(self, _: web.Request) -> web.StreamResponse:
        machine = self._machine
        return web.json_response(
            {
                "users": view.users(self._exchange),
                "crm": str(machine.crm.url) if machine.crm.url else None,
                "tally": machine.tally.by_operation(),
                "faults": len(machine.faults.rules),
                "scenarios": list(SCENARIOS),
                "last_event": machine.events.last,
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Return events after `since`, waiting up to `wait` seconds for one."""
        query = Input(dict(request.query))
        since = int(query.number("since", 0))
        wait = min(query.number("wait", 0), _LONGEST_WAIT)
        events = await self._machine.events.wait(since, wait)
        return web.json_response({"events": events, "last": self._machine.events.last})

    async def _tally(self, _: web.Request) -> web.StreamResponse:
        requests = [request.as_dict() for request in self._machine.tally.requests]
        counts = self._machine.tally.by_operation()
        return web.json_response({"counts": counts, "requests": requests})

    async def _reset_tally(self, _: web.Request) -> web.StreamResponse:
        self._machine.tally.reset()
        return web.json_response({})

    async def _add_user(self, request: web.Request) -> web.StreamResponse:
        """Create a user; the one answer that tells a ticket."""
        body = await read_input(request)
        user = self._exchange.add_user(
            body.text("name"),
            body.text("domain", "organization.org"),
            body.optional("ticket"),
            number=body.optional("number"),
            display_name=body.optional("display_name"),
        )
        answer: JsonObject = {"ticket": user.ticket}
        return web.json_response(view.user_view(self._exchange, user) | answer)

    async def _change_user(self, request: web.Request) -> web.StreamResponse:
        """Give or take the licence, revoke or renew the ticket."""
        body = await read_input(request)
        user = self._exchange.user(request.match_info["user"])
        answer: JsonObject = {}
        user.licensed = body.flag("licensed", default=user.licensed)
        if body.flag("revoke"):
            user.revoke()
        if body.flag("renew"):
            answer["ticket"] = user.renew(body.optional("ticket"))
        return web.json_response(view.user_view(self._exchange, user) | answer)

    async def _place_call(self, request: web.Request) -> web.StreamResponse:
        """Begin an incoming, outgoing or internal call (`number` is then a user)."""
        body = await read_input(request)
        exchange, user = self._exchange, body.text("user")
        match body.text("direction", "incoming"):
            case "incoming":
                call = exchange.inbound(
                    user, body.optional("number"), body.optional("name")
                )
            case "outgoing":
                call = exchange.outbound(
                    user, body.text("number"), body.optional("name")
                )
            case "internal":
                call, _ = exchange.internal(user, body.text("number"))
            case _:
                raise InputError("direction: incoming, outgoing or internal")
        return self._call(call)

    async def _take_step(self, request: web.Request) -> web.StreamResponse:
        """Let something happen to a call."""
        path = request.match_info
        if (step := self._steps.get(path["step"])) is None:
            raise NotFoundError(f"the steps are {', '.join(self._steps)}")
        return self._call(step(path["call_id"], await read_input(request)))

    async def _configure_crm(self, request: web.Request) -> web.StreamResponse:
        """Set the URL of the CRM connector and how it behaves."""
        body = await read_input(request)
        crm = self._machine.crm
        manners = replace(
            crm.manners,
            twice=body.flag("twice"),
            late=body.number("late", 0),
            out_of_order=body.flag("out_of_order"),
            drop=set(body.texts("drop")),
            withhold=body.flag("withhold"),
            preliminary=body.flag("preliminary"),
        )
        crm.configure(body.optional("url"), insecure=body.flag("insecure"))
        crm.manners = manners
        return web.json_response({"url": str(crm.url) if crm.url else None})

    async def _configure_wire(self, request: web.Request) -> web.StreamResponse:
        """Turn the operator's operations on or off."""
        body = await read_input(request)
        wire = self._machine.wire
        wire.operator_operations = body.flag(
            "operator_operations", default=wire.operator_operations
        )
        return web.json_response({"operator_operations": wire.operator_operations})

    async def _list_faults(self, _: web.Request) -> web.StreamResponse:
        rules = [
            {
                "operation": rule.operation,
                "kind": rule.fault.kind,
                "times": rule.times,
                "user": rule.user,
            }
            for rule in self._machine.faults.rules
        ]
        return web.json_response({"faults": rules})

    async def _add_fault(self, request: web.Request) -> web.StreamResponse:
        body = await read_input(request)
        times = body.number("times", 0)
        self._machine.faults.add(
            body.text("operation", "*"),
            as_fault(body),
            times=int(times) or None,
            user=body.optional("user"),
        )
        return await self._list_faults(request)

    async def _release_faults(self, request: web.Request) -> web.StreamResponse:
        self._machine.faults.release()
        return await self._list_faults(request)

    async def _clear_faults(self, request: web.Request) -> web.StreamResponse:
        self._machine.faults.clear()
        return await self._list_faults(request)

    async def _play(self, request: web.Request) -> web.StreamResponse:
        """Start a scenario."""
        body = await read_input(request)
        name = request.match_info["name"]
        if name not in SCENARIOS:
            raise NotFoundError(f"the scenarios are {', '.join(SCENARIOS)}")
        user, colleague = body.text("user", "alice"), body.text("colleague", "bob")
        for each in (user, colleague):
            self._exchange.user(each)
        self._machine.play_in_background(
            name, user=user, colleague=colleague, pace=body.number("pace", 1)
        )
        return web.json_response({"playing": name}, status=202)

    def _call(self, call: Call) -> web.Response:
        """Answer with a call."""
        return web.json_response(view.call_view(call, self._exchange.clock()))


def _steps(exchange: Switchboard) -> dict[str, Callable[[str, Input], Call]]:
    """Return what can be made to happen to a call, by the name in the path."""
    plain: dict[str, Callable[[str], Call]] = {
        "answer": exchange.answer,
        "far-answer": exchange.far_answers,
        "reject": exchange.reject,
        "cancel": exchange.cancel,
        "answered-elsewhere": exchange.answered_elsewhere,
        "hold": exchange.hold,
        "resume": exchange.resume,
        "park": exchange.park,
        "record": exchange.start_recording,
        "target-answers": exchange.transfer_target_answers,
        "target-rejects": exchange.transfer_target_rejects,
    }
    return {name: _without_input(method) for name, method in plain.items()} | {
        "end": lambda call_id, body: exchange.end(
            call_id, body.text("reason", "HANGUP")
        ),
        "fail": lambda call_id, body: exchange.fail(
            call_id,
            body.text("description", "Call setup failed with status code 504"),
        ),
        "transfer": lambda call_id, body: exchange.single_step_transfer(
            call_id,
            body.text("destination"),
            type_=body.text("type", "BASIC"),
            blind=body.flag("blind"),
        ),
        "connect": lambda call_id, body: exchange.transfer(
            call_id, body.text("target_call_id")
        ),
    }


def _without_input(method: Callable[[str], Call]) -> Callable[[str, Input], Call]:
    """Return a step that needs no body."""
    return lambda call_id, _: method(call_id)
