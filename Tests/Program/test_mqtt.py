"""MQTT through a real mosquitto: what the broker was told is stored is stored, whoever is killed when."""

import json
import random
import time

import pytest

from broker import Broker, Publisher, requires_mosquitto
from certificates import Authority
from city import END, INTERVAL, START, iso, readings_of
from client import get
from engines import on_both_engines, on_postgres
from lines import metric, wait_for_compaction
from program import Server

pytestmark = requires_mosquitto


def serve(city, broker, topics="meters/{series}", **settings):
    return Server(city, **{"URBANGRID_MQTT_URL": broker.url, "URBANGRID_MQTT_TOPICS": topics, **settings})


def wait_until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def wait_until_connected(server):
    wait_until(
        lambda: metric(server.port, "urbangrid_mqtt_connected") == 1, f"not connected:\n{server.log()[-2000:]}"
    )


def wait_until_stored(server, series, expected):
    """Until the series holds those readings and no others."""

    def stored():
        return readings_of(get, server.port, series, START, END)

    wait_until(lambda: len(stored()) >= len(expected), f"series {series} lacks readings", 90)
    assert stored() == expected


def message(start, value):
    return json.dumps({"start": iso(start), "value": value})


def test_messages_of_every_form_are_stored(city, tmp_path):
    with Broker(tmp_path / "broker") as broker:
        with serve(city, broker, "meters/{series},at/{series}/{start},lines/{gateway}") as server:
            wait_until_connected(server)
            with Publisher(broker) as publisher:
                publisher.publish("meters/meter-1", message(START, 1.5))
                batch = [{"start": START + i * INTERVAL, "value": i, "quality": "estimated"} for i in range(1, 4)]
                publisher.publish("meters/meter-1", json.dumps(batch))
                publisher.publish(f"at/meter-2/{START}", "2.25")
                publisher.publish(f"at/meter-2/{iso(START + INTERVAL)}", " 3 \n")
                publisher.publish(
                    "lines/gw-7",
                    "\n".join(f"load,series=meter-3 value={i} {(START + i * INTERVAL) * 10**9}" for i in range(20)),
                )
                mixed = [{"start": START, "value": 1}, {"start": START + INTERVAL, "value": "2"}, None]
                publisher.publish("meters/meter-5", json.dumps(mixed + [{"start": START + 2 * INTERVAL, "value": 3}]))
                for bad in ("", "abc", "{", "{}", "[]", '{"value": true}', '{"value": 1}', "1.5", "\xff\xfe", "null"):
                    publisher.publish("meters/meter-4", bad)
                publisher.publish("meters/nobody", message(START, 1))
                publisher.publish("meters/meter-4", message(START, 4))
            wait_until_stored(server, 4, {START: 4.0})
            wait_until_stored(server, 1, {START: 1.5, **{START + i * INTERVAL: float(i) for i in range(1, 4)}})
            wait_until_stored(server, 2, {START: 2.25, START + INTERVAL: 3.0})
            wait_until_stored(server, 3, {START + i * INTERVAL: float(i) for i in range(20)})
            wait_until_stored(server, 5, {START: 1.0, START + 2 * INTERVAL: 3.0})
            assert metric(server.port, 'urbangrid_readings_total{outcome="refused"}') == 13
            assert "Item 2 of 4: The value is not a number." in server.log()
            assert "s@fe" not in server.log()
            assert server.stop() == 0


@on_both_engines
def test_what_was_published_survives_kill_9_of_the_server_and_a_restart_of_the_broker(city, tmp_path):
    chance = random.Random(1883)
    published = {}

    def publish(broker, count):
        with Publisher(broker) as publisher:
            for _ in range(count):
                start = START + len(published) * INTERVAL
                value = len(published) % 97 + 0.25
                publisher.publish("meters/meter-5", message(start, value))
                published[start] = value

    with Broker(tmp_path / "broker") as broker:
        # The subscription must be there before anything is published: the broker keeps it from then on.
        with serve(city, broker) as server:
            wait_until_connected(server)
            publish(broker, 50)
            server.kill()
        for _ in range(3):
            publish(broker, 300)
            with serve(city, broker) as server:
                wait_until_connected(server)
                publish(broker, 300)
                time.sleep(chance.uniform(0, 0.3))
                server.kill()
        publish(broker, 100)
        broker.stop()
        broker.start()
        with serve(city, broker) as server:
            wait_until_connected(server)
            publish(broker, 100)
            broker.stop()
            wait_until(lambda: metric(server.port, "urbangrid_mqtt_connected") == 0, "the loss is not noticed")
            assert metric(server.port, "urbangrid_mqtt_failures_total") >= 1
            broker.start()
            wait_until_connected(server)
            publish(broker, 100)
            wait_until_stored(server, 5, published)
            wait_for_compaction(server.port)
            revisions = get(server.port, "/api/v1/series/5/revisions").json()["revisions"]
            assert revisions == [], "a message that came again was taken for another"
            assert server.stop() == 0
    print(
        f"\n4 kills and 2 restarts of the broker: {len(published)} readings published, {len(published)} acknowledged by "
        f"the broker, {len(published)} stored"
    )


@on_postgres
def test_what_was_published_while_postgres_crashes_is_stored_once(city, postgres, tmp_path):
    published = {}
    with Broker(tmp_path / "broker") as broker, serve(city, broker) as server, Publisher(broker) as publisher:
        wait_until_connected(server)
        try:
            for i in range(800):
                if i == 100:
                    postgres.crash()
                publisher.publish("meters/meter-6", message(START + i * INTERVAL, i % 97 + 0.25))
                published[START + i * INTERVAL] = i % 97 + 0.25
            failures = "urbangrid_mqtt_failures_total"
            wait_until(lambda: metric(server.port, failures) >= 1, "the loss of the database is not noticed")
        finally:
            postgres.start()
        wait_until(lambda: get(server.port, "/ready").status == 200, "it does not recover by itself")
        wait_until_stored(server, 6, published)
        wait_for_compaction(server.port)
        revisions = get(server.port, "/api/v1/series/6/revisions").json()["revisions"]
        assert revisions == [], "a message that came again was taken for another"
        assert server.stop() == 0
    print(
        f"\n1 crash of PostgreSQL under MQTT: {len(published)} readings published, {len(published)} acknowledged by the "
        f"broker, {len(published)} stored"
    )


def test_a_broker_that_is_not_there_is_told_and_tried_again(city, tmp_path):
    with Broker(tmp_path / "broker") as broker:
        broker.stop()
        with serve(city, broker) as server:
            wait_until(lambda: metric(server.port, "urbangrid_mqtt_failures_total") >= 2, "it is not tried again")
            ready = get(server.port, "/ready").json()
            assert ready["checks"]["mqtt"] == "ok", "a minute's patience"
            broker.start()
            wait_until_connected(server)
            assert server.stop() == 0


def test_messages_come_in_over_tls(city, tmp_path):
    authority = Authority(tmp_path / "authority")
    published = {START + i * INTERVAL: float(i) for i in range(300)}
    with Broker(tmp_path / "broker", authority.certificate("IP:127.0.0.1")) as broker:
        with serve(city, broker, URBANGRID_MQTT_URL=broker.tls_url, URBANGRID_MQTT_CA_FILE=str(authority.file)) as server:
            wait_until_connected(server)
            with Publisher(broker) as publisher:
                for start, value in published.items():
                    publisher.publish("meters/meter-1", message(start, value))
            wait_until_stored(server, 1, published)
            # More than one record of TLS holds, in one message.
            batch = {START + i * INTERVAL: i / 8 for i in range(2000)}
            with Publisher(broker) as publisher:
                publisher.publish("meters/meter-2", json.dumps([{"start": s, "value": v} for s, v in batch.items()]))
            wait_until_stored(server, 2, batch)
            assert server.stop() == 0


@pytest.mark.parametrize("wrong", ["another authority", "the system's authorities", "another host's certificate"])
def test_a_broker_that_does_not_prove_who_it_is_gets_neither_password_nor_subscription(city, tmp_path, wrong):
    authority = Authority(tmp_path / "authority")
    name = "DNS:broker.example" if wrong == "another host's certificate" else "IP:127.0.0.1"
    trusted = Authority(tmp_path / "other", "Another") if wrong == "another authority" else authority
    settings = {} if wrong == "the system's authorities" else {"URBANGRID_MQTT_CA_FILE": str(trusted.file)}
    with Broker(tmp_path / "broker", authority.certificate(name)) as broker:
        with serve(city, broker, URBANGRID_MQTT_URL=broker.tls_url, **settings) as server:
            wait_until(lambda: metric(server.port, "urbangrid_mqtt_failures_total") >= 2, "it is not tried again")
            assert metric(server.port, "urbangrid_mqtt_connected") == 0
            assert "certificate verify failed" in server.log(), server.log()[-2000:]
            assert "s@fe" not in server.log()
            with Publisher(broker) as publisher:
                publisher.publish("meters/meter-1", message(START, 1))
            assert metric(server.port, "urbangrid_readings_total") == 0
            assert readings_of(get, server.port, 1, START, END) == {}
            assert server.stop() == 0
