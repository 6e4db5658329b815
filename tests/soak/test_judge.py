"""The judges of log and leftovers."""

from scripts.soak_lib import judge

LEFT = ("tasks", "timers", "listeners", "webhooks")
OURS = "custom_components.telepo.coordinator"


def line(text: str, level: str = "ERROR") -> str:
    """Return a line of Home Assistant's log."""
    return f"2026-11-01 12:00:00.000 {level} (MainThread) [{OURS}] {text}\n"


AWAY = line("Error fetching telepo alice@organization.org data: no answer")
BACK = line("Fetching telepo alice@organization.org data recovered", "INFO")


def judged(log: str) -> list[str]:
    """Judge a log with one ticket and one private number."""
    return list(judge.log_complaints(log, ["a-ticket"], ["+4670"]))


def test_an_outage_may_be_logged_once_and_again_after_its_end() -> None:
    assert judged(AWAY + BACK + AWAY) == []


def test_an_outage_logged_twice_is_found() -> None:
    assert judged(AWAY + AWAY) == [
        "an outage of telepo alice@organization.org was logged more than once"
    ]


def test_an_entry_that_is_set_up_again_may_find_the_exchange_away_again() -> None:
    again = line("Setting up telepo.sensor", "INFO")
    assert judged(AWAY + again + AWAY) == []


def test_an_error_of_ours_is_found() -> None:
    (found,) = judged(line("Unexpected") + "Traceback\nNameError: no name\n")
    assert found.endswith("Unexpected … NameError: no name")


def test_a_secret_is_found_and_not_repeated() -> None:
    for secret in ("a-ticket", "+46700000001"):
        (found,) = judged(line(f"a call of {secret}", "DEBUG"))
        assert secret not in found


def test_a_task_that_was_left_alone_is_found() -> None:
    assert len(judged("Task was destroyed but it is pending!\n")) == 1


def test_a_coordinator_too_many_is_found() -> None:
    assert list(judge.living_complaints({"TelepoCoordinator": 2}, 2)) == []
    assert list(judge.living_complaints({"TelepoCoordinator": 3}, 2)) == [
        "3 objects TelepoCoordinator for 2 users"
    ]


def test_whatever_is_left_behind_is_found() -> None:
    nothing: dict[str, list[str]] = {kind: [] for kind in LEFT}
    clean = nothing | {"objects": {"CrmReceiver": 1}}
    assert list(judge.leftover_complaints(clean)) == []
    left = {kind: [f"one of {kind}"] for kind in LEFT} | {"objects": {"CallStories": 1}}
    assert list(judge.leftover_complaints(left)) == [
        "left behind in tasks: one of tasks",
        "left behind in timers: one of timers",
        "left behind in listeners: one of listeners",
        "left behind in webhooks: one of webhooks",
        "1 objects CallStories are left behind",
    ]
