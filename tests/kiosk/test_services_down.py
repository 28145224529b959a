"""The platform's shared services fail one by one: only what needs the one stops, and home says so, live."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.catalogue.model import Kind
from kiosk.catalogue.plan import waits_offline
from kiosk.contract.health import IDENTITY, LICENCES, PATHS, SEALS
from kiosk.contract.identity import BEGIN, Evidence
from kiosk.health import services_of
from kiosk.platform import Away
from kiosk.reachability import REST_S, Services
from kiosk.text import Message
from kiosk.visit import intents as i
from kiosk.visit import views as v
from kiosk.words import LANGUAGES, say
from provisioning.sandbox.faults import Fault
from tests.kiosk.sandbox_stand import sandbox_stand
from tests.kiosk.stand import CARD, Stand, sample


def stopped(one: Stand) -> set[str]:
    """The items that the service is the reason for."""
    reasons = {item.short: one.health.obstacle(item) for item in one.catalogue.items}
    return {short for short, why in reasons.items() if why is not None and why.key == "devices.service_down"}


def doors_shut(view: v.HomeView) -> set[str]:
    return {door.name for door in view.services if door.unavailable is not None}


@pytest.mark.parametrize(
    ("service", "doors", "notice"),
    [
        (IDENTITY, {"licences", "resume"}, "visit.home.service_down"),
        (LICENCES, {"licences"}, "visit.home.service_spared"),
        (SEALS, set(), "visit.home.service_down"),
    ],
)
async def test_only_what_needs_a_service_stops_and_home_says_so_live(
    tmp_path: Path, service: str, doors: set[str], notice: str
) -> None:
    async with sandbox_stand(tmp_path) as (one, platform):
        assert await one.platform.health()
        await one.sees(v.HomeView, lambda view: view.notice is None and not doors_shut(view))
        platform.sandbox.switches.set(Fault("error", PATHS[service]))
        assert await one.platform.health(), "the platform itself is there"
        home = await one.sees(v.HomeView, lambda view: view.notice is not None)
        assert isinstance(home.notice, Message) and home.notice.key == notice
        assert all(say(home.notice, language) for language in LANGUAGES)
        assert doors_shut(home) == doors
        wanted = {item.short for item in one.catalogue.items if service in services_of(item)}
        if service == IDENTITY:  # a card proves it later
            wanted -= {item.short for item in one.catalogue.items if waits_offline(item)}
        assert stopped(one) == wanted and (wanted or service == LICENCES)
        platform.sandbox.switches.set(None)
        assert await one.platform.health()
        await one.sees(v.HomeView, lambda view: view.notice is None and not doors_shut(view))


def test_certificates_need_seals_and_what_is_paid_does_not() -> None:
    sealed = {item.short: item.kind for item in sample().items if SEALS in services_of(item)}
    assert {item.short for item in sample().items if item.kind is Kind.CERTIFICATE} <= sealed.keys()
    assert Kind.PAYMENT not in sealed.values()


async def test_calls_that_fail_take_a_service_away_before_the_platform_says_so(tmp_path: Path) -> None:
    """And not the platform with it: queries by code, columns and payments without a log-in go on."""
    told: list[bool] = []
    async with sandbox_stand(tmp_path) as (one, platform):
        one.platform.heard = told.append
        platform.sandbox.switches.set(Fault("error", "/v1/identity/sessions"))
        for _ in range(2):
            answer = await one.platform.call(BEGIN, Evidence(method="id_card", evidence={}))
            assert isinstance(answer, Away) and answer.failed
        assert one.health.conditions.down == {IDENTITY} and one.health.conditions.platform
        assert told == [True, True]


async def test_an_item_that_may_wait_is_begun_with_a_card_while_nobody_can_say_who_one_is(tmp_path: Path) -> None:
    async with sandbox_stand(tmp_path) as (one, platform):
        platform.sandbox.switches.set(Fault("error", PATHS[IDENTITY]))
        assert await one.platform.health()
        await one.begin("YB04")
        await one.sees(v.IdentifyView)
        one.id_cards.lay(CARD)
        notice = await one.sees(v.NoticeView)
        assert notice.title.key == "visit.identify.offline.title"
        assert platform.count("POST", "/v1/identity/sessions") == 0, "what is down is not asked"
        one.touch(i.Exit())


def test_a_service_that_failed_rests_and_is_then_tried_once() -> None:
    now, turns = [0.0], []
    services = Services(lambda: turns.append(services.down), lambda: now[0])
    services.heard(IDENTITY, False)
    assert not services.down, "one failure is not an outage"
    services.heard(IDENTITY, False)
    assert services.down == {IDENTITY} and services.down == turns[-1]
    now[0] = REST_S + 1
    assert not services.down
    services.heard(IDENTITY, False)
    assert services.down == {IDENTITY}, "the try failed: it rests again at once"
    services.heard(IDENTITY, True)
    assert not services.down
    services.told({"identity": "up", "seals": "down", "of a later release": "down"})
    assert services.down == {SEALS}


def test_a_platform_that_does_not_speak_of_its_services_has_none_down() -> None:
    services = Services(lambda: None)
    services.told({"seals": "down"})
    services.told({})
    assert not services.down
