"""An ONVIF camera is found in the network by WS-Discovery, tried, added, and recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from backend.sources.onvif.discovery import GROUP
from tests.e2e.axe import serious
from tests.e2e.server import ROOT, Server, running_server
from tests.e2e.sources import card, fill, finish, next_step, open_wizard
from tests.support.discovery_responder import Responder, discovery_responder, probe_match
from tests.support.footage import small_order_clip
from tests.support.onvif_device import SimulatedOnvif
from tests.support.onvif_media import Channel
from tests.support.rtp_track import Track
from tests.support.rtsp_server import RtspServer

pytestmark = pytest.mark.leaves_threads("the browser driver keeps its own thread for the session")


@pytest.fixture(scope="module")
def server(dashboard: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = (str(ROOT / "tests" / "support" / "loopback_program.py"),)
    with running_server(tmp_path_factory.mktemp("epack"), program=program) as running:
        yield running


@pytest.fixture(scope="module")
def camera() -> Iterator[SimulatedOnvif]:
    """Its stream plays for whoever signs in."""
    device = SimulatedOnvif(channels=(Channel(main=("H264", 640, 360), sub=None),))
    track = Track(small_order_clip().path)
    streams = RtspServer({"Main-VideoSource_1": track}, sign_in="digest", user=device.user, password=device.password)
    with streams as playing, device.running():
        device.stream_port = playing.port
        yield device


@pytest.fixture(scope="module")
def network(camera: SimulatedOnvif) -> Iterator[Responder]:
    url = f"{camera.server.url}/onvif/device_service"
    with discovery_responder(lambda asked: [("127.0.0.1", probe_match(asked, url))], join=GROUP) as made:
        yield made


@pytest.mark.timeout(120)
def test_a_network_where_nothing_answers_says_what_to_do(page: Page) -> None:
    dialog = open_wizard(page, "ONVIF")
    dialog.get_by_role("button", name="Search the network").click()
    expect(dialog.get_by_text("No device answered.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Search again")).to_be_visible()


@pytest.mark.timeout(300)
def test_found_in_the_network_added_and_recorded(page: Page, network: Responder, camera: SimulatedOnvif) -> None:
    dialog = open_wizard(page, "ONVIF")
    dialog.get_by_role("button", name="Search the network").click()
    found = dialog.get_by_role("list", name="Devices found")
    expect(found.or_(dialog.get_by_text("No device answered."))).to_be_visible()
    if not found.is_visible():
        # Other tests of this machine use the group too, and datagrams get lost: people search again.
        dialog.get_by_role("button", name="Search again").click()
    expect(found.get_by_role("listitem")).to_have_count(1)
    expect(found).to_contain_text("Table Cam")
    assert network.probes > 0
    assert serious(page) == []
    found.get_by_role("button", name="Choose: Table Cam").click()
    expect(dialog.get_by_label("Address")).to_have_value(f"{camera.server.url}/onvif/device_service")

    fill(dialog, user_name=camera.user, password="wrong")
    next_step(dialog, "Does it work?")
    refused = dialog.get_by_role("listitem").filter(has_text="Sign-in")
    expect(refused).to_contain_text("Wrong user name or password")
    dialog.get_by_role("button", name="Change the connection").click()
    fill(dialog, password=camera.password)
    next_step(dialog, "Does it work?")
    expect(dialog.get_by_text("Everything works.")).to_be_visible()
    expect(dialog.get_by_role("listitem").filter(has_text="Sign-in")).to_contain_text("Acme")
    next_step(dialog, "Which cameras?")
    next_step(dialog, "Is this right?")
    finish(dialog, "Table camera")
    expect(card(page, "Table camera")).to_contain_text("Recording", timeout=60_000)

    # Another search says that this one is here already.
    dialog = open_wizard(page, "ONVIF")
    dialog.get_by_role("button", name="Search the network").click()
    expect(dialog.get_by_role("list", name="Devices found")).to_contain_text("Is a source already")
