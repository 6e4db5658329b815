"""The vendor API: routes, access rights and answers (vendor document, CTI APIs)."""

from collections.abc import Callable
from functools import partial
import time

from aiohttp import web

from .access import (
    ForbiddenError,
    UnauthorizedError,
    authorize_control,
    authorize_devices,
)
from .bodies import (
    COMMAND,
    MAKE,
    SINGLE_STEP_TRANSFER,
    TRANSFER,
    BadRequestError,
    parse,
    parse_object,
)
from .faults import Fault, Faults
from .misbehave import Incident, Plan, Unanswered, suffer
from .models import (
    Call,
    NotAllowedError,
    NotFoundError,
    RefusalError,
    StaleTokenError,
    State,
    User,
)
from .switchboard import Switchboard
from .tally import Request, Tally
from .wire import JsonObject, ReplyForm, Wire


class VendorApi:
    """Serves the known operations from a switchboard."""

    def __init__(
        self, exchange: Switchboard, wire: Wire, faults: Faults, tally: Tally
    ) -> None:
        """Serve `exchange`, hit by `faults`, counted in `tally`."""
        self._exchange = exchange
        self._wire = wire
        self._faults = faults
        self._tally = tally
        self._commands: dict[str, Callable[[Call, bytes], Plan]] = {
            "hold": self._plan_hold,
            "resume": self._plan_resume,
            "singlesteptransfer": self._plan_single_step_transfer,
            "transfer": self._plan_transfer,
        }
        # Stand-ins of this simulator's own: see Wire.operator_operations.
        self._invented: dict[str, Callable[[Call], Call]] = {
            "answer": self._answer_call,
            "park": self._park,
            "terminate": self._terminate,
        }

    def add_routes(self, app: web.Application) -> None:
        """Add the vendor's paths; any other under /api is counted and refused."""
        user = "{domain}/{user}"
        control = f"/api/call/control/v1/{{operation}}/{user}"
        app.router.add_get(f"/api/call/state/v1/snapshot/{user}", self._snapshot)
        app.router.add_get(f"/api/device/info/v1/shortlist/{user}", self._shortlist)
        app.router.add_post(
            f"/api/call/control/v1/make/{user}/{{device_id}}", self._make
        )
        app.router.add_post(f"{control}/{{call_id}}", self._command)
        app.router.add_route("*", control, self._unknown)
        app.router.add_route("*", "/api/{path:.*}", self._unknown)

    async def _snapshot(self, request: web.Request) -> web.StreamResponse:
        return await self._serve(request, "snapshot", self._plan_snapshot)

    async def _shortlist(self, request: web.Request) -> web.StreamResponse:
        return await self._serve(request, "shortlist", self._plan_shortlist)

    async def _make(self, request: web.Request) -> web.StreamResponse:
        return await self._serve(request, "make", self._plan_make)

    async def _command(self, request: web.Request) -> web.StreamResponse:
        operation = request.match_info["operation"]
        return await self._serve(request, operation, self._plan_command)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        operation = request.match_info.get("operation", "unknown")
        return await self._serve(request, operation, self._plan_unknown)

    async def _serve(
        self,
        request: web.Request,
        operation: str,
        planner: Callable[[web.Request, bytes], Plan],
    ) -> web.StreamResponse:
        """Count a request, and answer it as it deserves or as a fault demands."""
        path = request.match_info
        domain, user, call_id = map(path.get, ("domain", "user", "call_id"))
        record = self._tally.add(
            Request(time.time(), request.method, operation, domain, user, call_id)
        )
        body = await request.read()
        fault = self._faults.take(operation, user)
        if fault:
            record.answered = fault.kind
        try:
            response = await self._answer(
                request, fault, partial(planner, request, body)
            )
        except _REFUSALS as refusal:
            response = self._refuse(refusal)
        if fault is None:
            record.answered = "answer"
        if not isinstance(response, Unanswered):
            record.status = response.status
        return response

    async def _answer(
        self,
        request: web.Request,
        fault: Fault | None,
        plan: Callable[[], Plan],
    ) -> web.StreamResponse:
        """Carry a request out, or suffer its fault."""
        if fault is None:
            return plan().carry_out()
        return await suffer(Incident(fault, self._faults, request, plan))

    def _refuse(self, refusal: Exception) -> web.Response:
        """Return a refusal; its body is not documented and only for people."""
        status = next(
            status
            for kind, status in (
                (BadRequestError, 400),
                (UnauthorizedError, 401),
                (ForbiddenError, 403),
                (NotFoundError, 404),
                (StaleTokenError, self._wire.stale_status),
                (NotAllowedError, self._wire.not_allowed_status),
            )
            if isinstance(refusal, kind)
        )
        return web.json_response({"error": str(refusal)}, status=status)

    def _plan_snapshot(self, request: web.Request, body: bytes) -> Plan:
        del body
        user = authorize_control(request, self._exchange)

        def reply() -> web.Response:
            now = self._exchange.clock()
            calls = self._exchange.calls(user)
            return web.json_response(self._wire.snapshot(calls, now))

        return Plan(lambda: None, reply)

    def _plan_shortlist(self, request: web.Request, body: bytes) -> Plan:
        del body
        user = authorize_devices(request, self._exchange)
        return Plan(
            lambda: None,
            lambda: web.json_response(self._wire.shortlist(user.devices)),
        )

    def _plan_make(self, request: web.Request, body: bytes) -> Plan:
        user = authorize_control(request, self._exchange)
        device_id = request.match_info["device_id"]
        if not user.owns(device_id):
            raise NotFoundError("no such device")
        destination = str(parse(body, MAKE, "destination")["destination"])
        made: list[Call] = []

        def effect() -> None:
            made.append(self._exchange.dial(user, device_id, destination))

        def reply() -> web.Response:
            wire = self._wire
            return self._quiet(wire.make_reply, wire.make_status, *made)

        return Plan(effect, reply)

    def _plan_unknown(self, request: web.Request, body: bytes) -> Plan:
        del request, body
        raise NotFoundError("no such operation")

    def _plan_command(self, request: web.Request, body: bytes) -> Plan:
        """Check who asks and about which call, and leave the rest to the command."""
        path = request.match_info
        operation = path["operation"]
        if self._wire.operator_operations and operation in self._invented:
            return self._plan_invented(request, body)
        if (command := self._commands.get(operation)) is None:
            return self._plan_unknown(request, body)
        user = authorize_control(request, self._exchange)
        return command(self._own_call(user, path["call_id"]), body)

    def _own_call(self, user: User, call_id: str) -> Call:
        """Return a live call of the user, else raise NotFoundError."""
        call = self._exchange.call(call_id)
        if call.user is not user or not call.live:
            raise NotFoundError("no such call")
        return call

    def _plan_hold(self, call: Call, raw: bytes) -> Plan:
        self._check(call, "HOLD", parse(raw, COMMAND))
        return self._quiet_plan(call, self._exchange.hold)

    def _plan_resume(self, call: Call, raw: bytes) -> Plan:
        self._check(call, "RESUME", parse(raw, COMMAND))
        return self._quiet_plan(call, self._exchange.resume)

    def _plan_single_step_transfer(self, call: Call, raw: bytes) -> Plan:
        body = parse(raw, SINGLE_STEP_TRANSFER, "destination")
        self._check(call, "TRANSFER", body)
        effect = partial(
            self._exchange.single_step_transfer,
            call.call_id,
            str(body["destination"]),
            type_=str(body.get("type", "BASIC")),
            blind=body.get("blind") is True,
        )
        return self._call_plan(call, effect)

    def _plan_transfer(self, call: Call, raw: bytes) -> Plan:
        body = parse(raw, TRANSFER, "targetCallId")
        target = self._own_call(call.user, str(body["targetCallId"]))
        self._check(call, "TRANSFER", body)
        self._check(target, "TRANSFER", body, "targetStateToken")
        if target is call:
            raise NotAllowedError("a call cannot be connected to itself")
        effect = partial(self._exchange.transfer, call.call_id, target.call_id)
        return self._call_plan(call, effect)

    def _check(
        self, call: Call, action: str, body: JsonObject, key: str = "stateToken"
    ) -> None:
        """Refuse what the call's state or an outdated token forbids."""
        token = body.get(key)
        expected = token if isinstance(token, int) else None
        self._exchange.check(call.call_id, action, expected)

    def _plan_invented(self, request: web.Request, body: bytes) -> Plan:
        """Plan an operation of the operator's: any body, and an answer that repeats it."""
        path = request.match_info
        user = authorize_control(request, self._exchange)
        call = self._own_call(user, path["call_id"])
        answer: JsonObject = {"done": path["operation"], "data": parse_object(body)}
        command = self._invented[path["operation"]]
        return Plan(lambda: _void(command(call)), lambda: web.json_response(answer))

    def _answer_call(self, call: Call) -> Call:
        return self._exchange.answer(call.call_id)

    def _park(self, call: Call) -> Call:
        return self._exchange.park(call.call_id)

    def _terminate(self, call: Call) -> Call:
        """Hang up, in the words that fit how far the call has come."""
        if call.state is State.RINGING:
            return self._exchange.reject(call.call_id)
        if call.state is State.DIALING:
            return self._exchange.cancel(call.call_id)
        return self._exchange.end(call.call_id)

    def _quiet_plan(self, call: Call, command: Callable[[str], Call]) -> Plan:
        """Return a plan whose reply the vendor document does not show."""

        def reply() -> web.Response:
            wire = self._wire
            return self._quiet(wire.command_reply, wire.command_status, call)

        return Plan(lambda: _void(command(call.call_id)), reply)

    def _quiet(self, form: ReplyForm, status: int, *call: Call) -> web.Response:
        """Answer as the wire settings have it; an object is empty without a call."""
        match form:
            case "empty":
                return web.Response(status=status)
            case "text":
                return web.Response(text="OK", status=status)
            case "call" if call:
                body = self._wire.reply(call[0], self._exchange.clock())
                return web.json_response(body, status=status)
            case _:
                return web.json_response({}, status=status)

    def _call_plan(self, call: Call, effect: Callable[[], Call]) -> Plan:
        """Return a plan that answers with the call, as the samples do."""

        def reply() -> web.Response:
            return web.json_response(self._wire.reply(call, self._exchange.clock()))

        return Plan(lambda: _void(effect()), reply)


def _void(_: object) -> None:
    """Discard a result."""


_REFUSALS = (BadRequestError, UnauthorizedError, ForbiddenError, RefusalError)
