from __future__ import annotations

from backend.runtime.broadcast import RESYNC, Broadcast, Message
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker


def drain(subscription: object) -> list[Message]:
    found = []
    while (message := subscription.get(0)) is not None:  # type: ignore[attr-defined]
        found.append(message)
    return found


def test_every_listener_gets_every_message_in_order() -> None:
    broadcast = Broadcast()
    with broadcast.subscribe() as one, broadcast.subscribe() as other:
        for number in range(10):
            broadcast.publish("program", {"n": number})
        for listener in (one, other):
            assert [message.data["n"] for message in drain(listener)] == list(range(10))


def test_a_listener_that_is_behind_loses_the_oldest_and_is_told_first() -> None:
    broadcast = Broadcast(capacity=3)
    with broadcast.subscribe() as slow, broadcast.subscribe() as quick:
        for number in range(5):
            broadcast.publish("recording", {"n": number})
            assert quick.get(0) is not None
        topics = [(message.topic, message.data.get("n")) for message in drain(slow)]
    assert topics == [(RESYNC, None), ("recording", 2), ("recording", 3), ("recording", 4)]


def test_numbers_grow_also_across_a_resync() -> None:
    broadcast = Broadcast(capacity=2)
    with broadcast.subscribe() as listener:
        for _ in range(6):
            broadcast.publish("event")
        numbers = [message.number for message in drain(listener)]
    assert numbers == sorted(set(numbers))


def test_one_that_left_gets_nothing_and_is_forgotten() -> None:
    broadcast = Broadcast()
    listener = broadcast.subscribe()
    listener.close()
    broadcast.publish("event")
    assert listener.get(0) is None
    assert listener.closed
    assert broadcast.listeners == 0


def test_closing_wakes_a_listener_that_waits() -> None:
    broadcast = Broadcast()
    listener = broadcast.subscribe()
    got: list[object] = []
    worker = Worker("listener", lambda _: got.append(listener.get(30))).start()
    broadcast.close()
    assert worker.join(5)
    assert got == [None]
    assert broadcast.subscribe().closed


def test_stop_ends_the_wait() -> None:
    stop = StopSignal()
    listener = Broadcast().subscribe()
    got: list[object] = []
    worker = Worker("listener", lambda _: got.append(listener.get(30, stop=stop))).start()
    stop.set()
    assert worker.join(5)
    assert got == [None]


def test_what_was_published_does_not_change_afterwards() -> None:
    broadcast = Broadcast()
    with broadcast.subscribe() as listener:
        body = {"n": 1}
        broadcast.publish("event", body)
        body["n"] = 2
        message = listener.get(0)
    assert message is not None
    assert message.data == {"n": 1}
