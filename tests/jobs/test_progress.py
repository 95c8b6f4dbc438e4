"""Progress is whole, numbered and bounded, and work stops at its next word once it is cancelled."""

import threading

import pytest

from containers.jobs.progress import KEPT_ITEMS, KEPT_LINES, LINE_LENGTH, Cancelled, Progress


class Door:
    closed = 0

    def close(self):
        self.closed += 1


def snapshot(progress):
    return progress.take(always=True)[1]


def test_an_item_is_told_whole_and_told_again_is_changed_in_its_place():
    progress = Progress()
    progress.item("a", "Downloading", 1, 10)
    progress.item("b", "Waiting")
    progress.item("a", "Pull complete", 10, 10)
    assert snapshot(progress)["items"] == [
        {"id": "a", "text": "Pull complete", "current": 10, "total": 10},
        {"id": "b", "text": "Waiting", "current": None, "total": None},
    ]


def test_several_lines_said_at_once_are_several_lines():
    progress = Progress()
    progress.say("Step 1/2 : FROM busybox\r\n ---> 123\n")
    progress.say("")
    assert snapshot(progress)["lines"] == ["Step 1/2 : FROM busybox", " ---> 123", ""]


def test_only_the_newest_lines_and_items_are_kept_and_long_texts_are_cut():
    progress = Progress()
    for number in range(1000):
        progress.say(f"line {number}" + "x" * 5000)
        progress.item(f"item {number}", "y" * 5000)
    kept = snapshot(progress)
    assert len(kept["lines"]) == KEPT_LINES
    assert kept["lines"][-1].startswith("line 999")
    assert len(kept["items"]) == KEPT_ITEMS
    assert kept["items"][-1]["id"] == "item 999"
    assert {len(line) for line in kept["lines"]} == {LINE_LENGTH}
    assert {len(item["text"]) for item in kept["items"]} == {LINE_LENGTH}


def test_each_snapshot_taken_has_the_next_number_and_nothing_new_is_no_snapshot():
    progress = Progress()
    assert progress.take() is None
    progress.say("a")
    assert progress.take() == (1, {"items": [], "lines": ["a"]})
    assert progress.take() is None
    progress.say("b")
    assert progress.take() == (2, {"items": [], "lines": ["a", "b"]})


def test_a_snapshot_that_could_not_be_saved_is_taken_again():
    progress = Progress()
    progress.say("a")
    progress.take()
    progress.put_back()
    assert progress.take() == (2, {"items": [], "lines": ["a"]})


def test_a_snapshot_does_not_change_with_what_is_told_later():
    progress = Progress()
    progress.item("a", "Waiting")
    before = snapshot(progress)
    progress.item("a", "Done")
    assert before["items"][0]["text"] == "Waiting"


def test_cancelling_closes_what_is_held_and_stops_the_work_at_its_next_word():
    progress = Progress()
    door = progress.hold(Door())
    assert progress.cancel()
    assert door.closed == 1
    assert progress.cancelled
    for word in (lambda: progress.say("x"), lambda: progress.item("a", "x"), lambda: progress.hold(Door())):
        with pytest.raises(Cancelled):
            word()


def test_what_is_held_after_the_cancel_is_closed_too():
    progress = Progress()
    progress.cancel()
    door = Door()
    with pytest.raises(Cancelled):
        progress.hold(door)
    assert door.closed == 1


def test_a_door_that_does_not_close_keeps_no_other_open():
    class Stuck(Door):
        def close(self):
            raise OSError("stuck")

    progress = Progress()
    progress.hold(Stuck())
    door = progress.hold(Door())
    assert progress.cancel()
    assert door.closed == 1


def test_work_that_ended_cannot_be_cancelled_any_more():
    progress = Progress()
    assert not progress.seal()
    assert not progress.cancel()
    assert not progress.cancelled


def test_many_threads_may_tell_at_once():
    progress = Progress()
    threads = [
        threading.Thread(target=lambda mine=mine: [progress.item(f"{mine}", "x", step) for step in range(500)])
        for mine in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {item["current"] for item in snapshot(progress)["items"]} == {499}
