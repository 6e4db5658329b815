"""What people say: the sentence files, and their sentences with people's names in them.

A file has the format of Home Assistant's custom sentences, so that an owner can copy it. There
the names are wildcards. Ours are spelled out: with a wildcard "call me a taxi" were a call.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from functools import cache
from pathlib import Path
import re
from typing import Any, Final, NamedTuple

from homeassistant.util.yaml import load_yaml_dict

from ..names import first_name, same_name, spoken_forms, spoken_name
from .speech import LANGUAGES

LIST_USER: Final = "telepo_user"
LIST_CONTACT: Final = "telepo_contact"

_FOLDER = Path(__file__).parent.parent / "sentences"
_RULE = re.compile(r"<(\w+)>")
_LIST = re.compile(r"\{(\w+)(?::\w+)?\}")

# A name as it is spoken → the name as it is written, or as it is spoken where several names
# sound alike: who is meant is then asked.
type Spoken = Mapping[str, str]


class Names(NamedTuple):
    """Whom the sentences may name."""

    users: Spoken
    contacts: Spoken


class SentenceFile(NamedTuple):
    """The sentences of one language."""

    language: str
    data: dict[str, Any]

    def written_out(self, names: Names) -> dict[str, str]:
        """Return each sentence with names, rules and lists written out; wildcards stay.

        A sentence that needs a name is left out when there is none.
        """
        lists = {
            **{name: _said(values) for name, values in self.data["lists"].items()},
            LIST_USER: list(names.users),
            LIST_CONTACT: list(names.contacts),
        }
        written = {
            sentence: _write_out(sentence, self.data["expansion_rules"], lists)
            for intent in self.data["intents"].values()
            for block in intent["data"]
            for sentence in block["sentences"]
        }
        return {
            sentence: template
            for sentence, template in written.items()
            if template is not None
        }

    def only(self, sentences: Container[str]) -> dict[str, Any]:
        """Return the file's data with these sentences only."""
        intents = {
            name: {
                "data": [
                    {
                        **block,
                        "sentences": [
                            sentence
                            for sentence in block["sentences"]
                            if sentence in sentences
                        ],
                    }
                    for block in intent["data"]
                ]
            }
            for name, intent in self.data["intents"].items()
        }
        return {**self.data, "intents": intents}


@cache
def read_files() -> tuple[SentenceFile, ...]:
    """Read the files of all languages, once."""
    return tuple(
        SentenceFile(language, load_yaml_dict(str(_FOLDER / f"{language}.yaml")))
        for language in LANGUAGES
    )


def names_of(users: Iterable[str], contacts: Iterable[str]) -> Names:
    """Return how users and contacts may be called; contacts by their first names too."""
    contacts = list(contacts)
    first_names = list(filter(None, map(first_name, contacts)))
    # Who is named "Anna" and nothing else is called so before "Anna Berg".
    forms = {**_as_spoken(first_names), **_as_spoken(contacts)}
    return Names(_as_spoken(list(users)), forms)


def _as_spoken(names: Collection[str]) -> Spoken:
    meant: dict[str, str] = {}
    for name in names:
        sound = spoken_name(name)
        same = same_name(meant.setdefault(sound, name)) == same_name(name)
        meant[sound] = meant[sound] if same else sound
    return {
        form: meant[spoken_name(name)] for name in names for form in spoken_forms(name)
    }


def _said(values: Mapping[str, Any]) -> list[str] | None:
    """Return what a list may sound like, None for a wildcard."""
    if values.get("wildcard"):
        return None
    return [
        value if isinstance(value, str) else value["in"] for value in values["values"]
    ]


def _write_out(
    template: str, rules: Mapping[str, str], lists: Mapping[str, list[str] | None]
) -> str | None:
    """Return the template without rules and lists of values, None when a list is empty."""
    while _RULE.search(template):
        template = _RULE.sub(lambda rule: f"({rules[rule[1]]})", template)
    if any(lists[reference[1]] == [] for reference in _LIST.finditer(template)):
        return None
    return _LIST.sub(lambda reference: _alternatives(reference[1], lists), template)


def _alternatives(name: str, lists: Mapping[str, list[str] | None]) -> str:
    if (values := lists[name]) is None:
        # Without the slot's name: Home Assistant would look for a list of that name.
        return f"{{{name}}}"
    return f"({'|'.join(values)})"
