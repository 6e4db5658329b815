"""Compares the moments that Home Assistant told with the calls that were played."""

from collections import Counter
from collections.abc import Iterator, Sequence

from .chapters import Chapter
from .diary import Moment
from .story import CALLER

_SNAPSHOT, _BOTH = "snapshot", "both"


def moment_complaints(
    chapters: Sequence[Chapter], told: Sequence[Moment]
) -> Iterator[str]:
    """Yield what is wrong with the moments told in all of the chapters.

    Each user has one call per chapter, told in the chapter's order, each moment once.
    """
    calls: dict[str, dict[str, list[Moment]]] = {}
    for moment in told:
        of_user = calls.setdefault(moment.user, {})
        of_user.setdefault(moment.call_id, []).append(moment)
    for user in sorted({user for each in chapters for user in each.stories()}):
        played = [each for each in chapters if user in each.stories()]
        found = list(calls.pop(user, {}).values())
        if len(found) != len(played):
            yield f"calls of {user}: {len(played)} played, but {len(found)} told"
        for chapter, moments in zip(played, found, strict=False):
            yield from _of_call(user, chapter, moments)
    yield from (f"calls of {user} were told, who had none" for user in calls)


def _of_call(user: str, chapter: Chapter, moments: list[Moment]) -> Iterator[str]:
    """Yield what is wrong with one call of a user."""
    whose = f"{user}, {'webhook on' if chapter.by_webhook else 'webhook off'}"
    wanted, types = chapter.stories()[user], [moment.type for moment in moments]
    if problem := _difference(wanted, types):
        yield f"{whose}: {problem}"
    if any((one.direction, one.number) != ("incoming", CALLER) for one in moments):
        yield f"{whose}: a moment names another direction or caller than the call's"
    sources = [moment.source for moment in moments]
    # Either source may see the beginning first; after that both know the call.
    expected = (_BOTH if chapter.by_webhook else _SNAPSHOT,)
    if set(sources[chapter.by_webhook :]) - set(expected):
        yield f"{whose}: the sources are {', '.join(sources)}"


def _difference(wanted: list[str], told: list[str]) -> str | None:
    """Say in words how what was told differs from what was wanted."""
    missing, extra = Counter(wanted) - Counter(told), Counter(told) - Counter(wanted)
    if missing:
        return f"{', '.join(missing)} missing among {', '.join(told)}"
    if doubled := [each for each in extra if each in wanted]:
        return f"{', '.join(doubled)} told more than once"
    if extra:
        return f"{', '.join(extra)} told without reason"
    return None if wanted == told else f"out of order: {', '.join(told)}"
