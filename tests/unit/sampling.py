"""Sentences as people would say them, drawn from the templates of the sentence files."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from hassil.expression import (
    Alternative,
    Expression,
    ListReference,
    RuleReference,
    Sequence,
)
from hassil.intents import Intents, TextSlotList, WildcardSlotList
from hassil.sample import sample_expression

from custom_components.telepo.voice.sentence_files import (
    LIST_CONTACT,
    LIST_USER,
    Names,
    SentenceFile,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence and what it means."""

    text: str
    intent_type: str
    slots: dict[str, Any]


def intents_of(file: SentenceFile, names: Names) -> Intents:
    """Return the sentences of a file with names in the place of their wildcards."""
    intents = Intents.from_dict(file.data)
    for name, forms in ((LIST_USER, names.users), (LIST_CONTACT, names.contacts)):
        intents.slot_lists[name] = TextSlotList.from_tuples(forms.items())
    return intents


def samples(
    file: SentenceFile, names: Names, destination: str, draws: int
) -> Iterator[Sample]:
    """Yield sentences of every template: without what is optional, and at random."""
    intents = intents_of(file, names)
    for intent in intents.intents.values():
        for block in intent.data:
            for template in block.sentences:
                spoken = dict.fromkeys(
                    Drawing(intents, destination, f"{number} {template.text}").say(
                        template.expression, shortest=number == 0
                    )
                    for number in range(draws)
                )
                for text in spoken:
                    yield Sample(text, intent.name, dict(block.slots))


class Drawing:
    """One choice at every fork of a template."""

    def __init__(self, intents: Intents, destination: str, seed: str) -> None:
        """Draw with a seed, so that a failing test fails again."""
        self._intents = intents
        self._destination = destination
        self._random = Random(seed)
        self._is_short = False

    def say(self, expression: Expression, *, shortest: bool = False) -> str:
        """Return one sentence, the shortest without everything that is optional."""
        self._is_short = shortest
        drawn = self._draw(expression)
        (text,) = sample_expression(drawn, self._intents.slot_lists)
        text = text.replace("{telepo_destination}", self._destination)
        return " ".join(text.split())

    def _draw(self, expression: Expression) -> Expression:
        match expression:
            case Alternative(items=items, is_optional=optional):
                chosen = items[-1 if optional else 0] if self._is_short else None
                return self._draw(chosen or self._random.choice(items))
            case Sequence(items=items):
                return Sequence(items=[self._draw(item) for item in items])
            case RuleReference(rule_name=name):
                return self._draw(self._intents.expansion_rules[name].expression)
            case ListReference(list_name=name):
                values = self._intents.slot_lists[name]
                if isinstance(values, WildcardSlotList):
                    return expression
                assert isinstance(values, TextSlotList)
                return self._draw(self._random.choice(values.values).text_in)
        return expression
