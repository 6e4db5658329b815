"""The vendor API: routes, access rights and answers (vendor document, CTI APIs)."""

from collections.abc import Callable
from functools import partial
import time

from aiohttp import web

from .bodies import COMMAND, SINGLE_STEP_TRANSFER, TRANSFER, BadRequestError, parse
from .faults import Fault, Faults
from .misbehave import Incident, Plan, Unanswered, suffer
from .models import (
    Call,
    NotAllowedError,
    NotFoundError,
    RefusalError,
    StaleTokenError,
    User,
)
from .switchboard import Switchboard
from .tally import Request, Tally
from .wire import JsonObject, Wire

# Where a ticket has no business: addresses end up in logs.
_TICKET_PARAMETERS = frozenset({"t", "ticket", "token", "access_token"})


class UnauthorizedError(Exception):
    """No valid ticket, or not this user's."""


class ForbiddenError(Exception):
    """The licence or the ticket's scope is missing."""


class VendorApi:
    """Serves the documented operations from a switchboard."""

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

    def add_routes(self, app: web.Application) -> None:
        """Add the vendor's paths; any other under /api is counted and refused."""
        user = "{domain}/{user}"
        control = f"/api/call/control/v1/{{operation}}/{user}"
        app.router.add_get(f"/api/call/state/v1/snapshot/{user}", self._snapshot)
        app.router.add_post(f"{control}/{{call_id}}", self._command)
        app.router.add_route("*", control, self._unknown)
        app.router.add_route("*", "/api/{path:.*}", self._unknown)

    async def _snapshot(self, request: web.Request) -> web.StreamResponse:
        return await self._serve(request, "snapshot", self._plan_snapshot)

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

    def _authorize(self, request: web.Request) -> User:
        """Return the user of the path if the ticket is that user's own.

        Raises BadRequestError, UnauthorizedError, NotFoundError, ForbiddenError.
        """
        if _TICKET_PARAMETERS & request.query.keys():
            raise BadRequestError("a ticket belongs into the header")
        scheme, _, ticket = request.headers.get("Authorization", "").partition(" ")
        owner = self._exchange.user_by_ticket(ticket)
        if scheme.lower() != "bearer" or owner is None:
            raise UnauthorizedError("no valid ticket")
        for header in ("Content-Type", "Accept"):
            if "application/json" not in request.headers.get(header, ""):
                raise BadRequestError(f"{header}: application/json is missing")
        path = request.match_info
        user = self._exchange.user(path["user"], path["domain"])
        if user is not owner:
            raise UnauthorizedError("this is another user's ticket")
        if not user.may_control_calls:
            raise ForbiddenError("licence or scope CALL_CONTROL is missing")
        return user

    def _plan_snapshot(self, request: web.Request, body: bytes) -> Plan:
        del body
        user = self._authorize(request)

        def reply() -> web.Response:
            now = self._exchange.clock()
            calls = self._exchange.calls(user)
            return web.json_response(self._wire.snapshot(calls, now))

        return Plan(lambda: None, reply)

    def _plan_unknown(self, request: web.Request, body: bytes) -> Plan:
        del request, body
        raise NotFoundError("no such operation")

    def _plan_command(self, request: web.Request, body: bytes) -> Plan:
        """Check who asks and about which call, and leave the rest to the command."""
        path = request.match_info
        if (command := self._commands.get(path["operation"])) is None:
            return self._plan_unknown(request, body)
        user = self._authorize(request)
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

    def _quiet_plan(self, call: Call, command: Callable[[str], Call]) -> Plan:
        """Return a plan whose reply the vendor document does not show."""
        return Plan(lambda: _void(command(call.call_id)), partial(self._quiet, call))

    def _quiet(self, call: Call) -> web.Response:
        """Answer hold and resume as the wire settings have it."""
        wire = self._wire
        if wire.command_reply == "empty":
            return web.Response(status=wire.command_status)
        body: JsonObject = {}
        if wire.command_reply == "call":
            body = wire.reply(call, self._exchange.clock())
        return web.json_response(body, status=wire.command_status)

    def _call_plan(self, call: Call, effect: Callable[[], Call]) -> Plan:
        """Return a plan that answers with the call, as the samples do."""

        def reply() -> web.Response:
            return web.json_response(self._wire.reply(call, self._exchange.clock()))

        return Plan(lambda: _void(effect()), reply)


def _void(_: object) -> None:
    """Discard a result."""


_REFUSALS = (BadRequestError, UnauthorizedError, ForbiddenError, RefusalError)
