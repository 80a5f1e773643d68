from __future__ import annotations

import pytest

from backend.domain.errors import Cancelled
from backend.runtime.channel import Channel, ChannelClosed
from backend.runtime.stop import StopSignal
from backend.runtime.worker import Worker


def test_items_come_out_in_order_then_it_is_closed() -> None:
    channel: Channel[int] = Channel(4)

    def produce(_: StopSignal) -> None:
        for number in range(100):
            channel.put(number)
        channel.close()

    producer = Worker("producer", produce).start()
    assert list(channel.items()) == list(range(100))
    assert producer.join(5)


def test_a_close_is_delivered_even_when_the_channel_is_full() -> None:
    channel: Channel[int] = Channel(1)
    channel.put(1)
    channel.close()
    assert list(channel.items()) == [1]
    with pytest.raises(ChannelClosed):
        channel.get()
    with pytest.raises(ChannelClosed):
        channel.put(2)


def test_the_producers_error_reaches_the_consumer_after_its_items() -> None:
    channel: Channel[int] = Channel(8)
    channel.put(1)
    channel.close(ValueError("broken frame"))
    assert channel.get() == 1
    with pytest.raises(ValueError, match="broken frame"):
        channel.get()


def test_the_first_close_counts() -> None:
    channel: Channel[int] = Channel(1)
    channel.close(ValueError("first"))
    channel.close()
    with pytest.raises(ValueError, match="first"):
        channel.get()


def test_a_consumer_that_leaves_frees_a_producer_that_waits_for_room() -> None:
    channel: Channel[int] = Channel(1)
    channel.put(0)
    refused: list[bool] = []

    def produce(_: StopSignal) -> None:
        try:
            channel.put(1)
        except ChannelClosed:
            refused.append(True)

    producer = Worker("producer", produce).start()
    channel.close()
    assert producer.join(5)
    assert refused == [True]


@pytest.mark.parametrize("full", [True, False])
def test_stop_ends_every_wait(full: bool) -> None:
    channel: Channel[int] = Channel(1)
    stop = StopSignal()
    if full:
        channel.put(0)
    ended: list[bool] = []

    def wait(_: StopSignal) -> None:
        try:
            if full:
                channel.put(1, stop=stop)
            else:
                channel.get(stop=stop)
        except Cancelled:
            ended.append(True)

    worker = Worker("waiter", wait).start()
    stop.set()
    assert worker.join(5)
    assert ended == [True]


def test_waiting_has_an_end() -> None:
    channel: Channel[int] = Channel(1)
    with pytest.raises(TimeoutError):
        channel.get(timeout_s=0.01)
    channel.put(1)
    with pytest.raises(TimeoutError):
        channel.put(2, timeout_s=0.01)


def test_a_channel_without_room_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="room"):
        Channel(0)
