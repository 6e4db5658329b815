"""The rows of the result, as text and as Markdown."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self, override

from .pairs import Ratio

_HEADINGS = (
    "what",
    "floor",
    "aim",
    "measured",
    "spread",
    "ours",
    "the floor's",
    "verdict",
)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a figure should be; `unit` is `×` for a ratio."""

    sign: Literal["≤", "≥"]
    bound: float
    unit: str = "×"

    def is_met(self, figure: float) -> bool:
        """Tell whether a figure is good enough."""
        return figure <= self.bound if self.sign == "≤" else figure >= self.bound

    @override
    def __str__(self) -> str:
        """Return the aim as the table has it."""
        return f"{self.sign} {self.bound:g} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Row:
    """One figure against its aim.

    `low` and `high` are the quartiles of the pairs; `ours` and `against` say with their
    unit what was divided ("0.41 ms").
    """

    what: str
    floor: str
    aim: Aim
    figure: float
    low: float | None = None
    high: float | None = None
    ours: str = ""
    against: str = ""

    @classmethod
    def of(
        cls,
        ratio: Ratio,
        *,
        what: str,
        floor: str,
        aim: Aim,
        unit: str = "ms",
        scale: float = 1000.0,
    ) -> Self:
        """Return the row of a ratio; both sides are shown times `scale` in `unit`."""
        return cls(
            what=what,
            floor=floor,
            aim=aim,
            figure=ratio.value,
            low=ratio.low,
            high=ratio.high,
            ours=f"{_three_digits(ratio.ours * scale)} {unit}",
            against=f"{_three_digits(ratio.floor * scale)} {unit}",
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON has it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the row that `as_dict` wrote."""
        return cls(**(data | {"aim": Aim(**data["aim"])}))

    def cells(self) -> tuple[str, ...]:
        """Return what the table shows."""
        spread = ""
        if self.low is not None and self.high is not None:
            spread = f"{self.low:.2f} – {self.high:.2f}"
        return (
            self.what,
            self.floor,
            str(self.aim),
            f"{_figure(self.figure)} {self.aim.unit}".rstrip(),
            spread,
            self.ours,
            self.against,
            "met" if self.aim.is_met(self.figure) else "not met",
        )


def as_markdown(rows: Iterable[Row]) -> str:
    """Return the table of docs/performance.md."""
    lines = [_HEADINGS, ("---",) * len(_HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_text(rows: Iterable[Row]) -> str:
    """Return the rows for a terminal, three lines each."""
    return "\n".join(_in_lines(row) for row in rows)


def _in_lines(row: Row) -> str:
    what, floor, aim, measured, spread, ours, against, verdict = row.cells()
    between = f" ({spread})" if spread else ""
    sides = f"\n    {ours} against {against}" if ours and against else ""
    return f"{what}\n    against: {floor}\n    {measured}{between}, aim {aim}: {verdict}{sides}"


def _figure(number: float) -> str:
    return f"{number:.2f}" if number else "0"


def _three_digits(number: float) -> str:
    """Write a number with three digits that count, and no exponent."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
