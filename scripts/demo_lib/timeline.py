"""The story as a table in plain text."""

from collections.abc import Iterable, Iterator
import statistics

from .story import Spoken
from .teller import Account, Sight, Telling

type Row = tuple[str, str, str, str]

_HEAD: Row = (
    "The exchange",
    "Home Assistant shows, -> tells",
    "after",
    "the lamp, -> told by",
)
_WIDTHS = (25, 39, 8)
_LAMP_WIDTH = 25
NOT_SEEN = "NOT SEEN"

# Of the moments that end a call, those that end the story's calls.
_OUTCOMES = frozenset({"ended", "missed"})


def heading() -> list[str]:
    """Return the table's head."""
    return [_line(_HEAD), "-" * (sum(_WIDTHS) + 2 * len(_WIDTHS) + _LAMP_WIDTH)]


def lines(account: Account) -> list[str]:
    """Return a step's lines of the table, and what is wrong with it below them."""
    table = [_line(row) for row in _rows(account)]
    if account.problem:
        table.append(f"  ! {account.problem}")
    return table


def spoken(exchanges: Iterable[Spoken]) -> Iterator[str]:
    """Yield what a person said and what Home Assistant answered."""
    for each in exchanges:
        yield f'  "{each.sentence}" -> "{each.answer}"'


def latencies(accounts: Iterable[Account]) -> str:
    """Return how soon Home Assistant showed what no action of its own had caused."""
    delays = [
        sight.milliseconds
        for account in accounts
        if not account.step.by_action
        for sight in account.sights
        if sight.milliseconds is not None
    ]
    if not delays:
        return "nothing was measured"
    return (
        f"median {statistics.median(delays):.0f} ms, slowest {max(delays):.0f} ms"
        f" ({len(delays)} states)"
    )


def _rows(account: Account) -> Iterator[Row]:
    titles = [account.step.title]
    lamps = [_lamp(account)]
    for sight in account.sights:
        title = titles.pop() if titles else ""
        lamp = lamps.pop() if lamps else ""
        yield (title, *_shown(sight), lamp)
    for telling in account.tellings:
        yield ("", *_told(telling))


def _shown(sight: Sight) -> tuple[str, str]:
    return f"{sight.entity_id}: {sight.state}", _after(sight.milliseconds)


def _told(telling: Telling) -> tuple[str, str, str]:
    notes = [telling.source] if telling.source else []
    if telling.type in _OUTCOMES:
        notes.append("the call's outcome")
    if telling.times > 1:
        notes.append(f"{telling.times} times")
    moment = f"-> {telling.user}: {telling.type}"
    return moment, _after(telling.milliseconds), f"-> {', '.join(notes)}"


def _after(milliseconds: float | None) -> str:
    return NOT_SEEN if milliseconds is None else f"{milliseconds:.0f} ms"


def _lamp(account: Account) -> str:
    before, after = account.lamp_before, account.step.lamp
    if after is None:
        return f"stays at {before} %"
    return f"{before} % -> {after} % after {_after(account.lamp_milliseconds)}"


def _line(row: Row) -> str:
    exchange, shown, after, lamp = row
    first, second, third = _WIDTHS
    return f"{exchange:<{first}}  {shown:<{second}}  {after:>{third}}  {lamp}".rstrip()
