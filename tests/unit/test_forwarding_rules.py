"""Which statements a store elsewhere gets, where it may be, and how a parcel is written."""

import json
import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import Json
from app.forwarding import rules
from app.forwarding.parcels import Attached, Parcel
from app.forwarding.rules import Edition
from app.forwarding.seal import seal, unseal
from app.forwarding.stores import Store
from app.wire import reach
from app.wire.errors import NotReached
from app.wire.reach import EndpointFault, Reach
from app.xapi.validate import faults
from tests.factories.lrs import (
    HOME,
    a_full_statement,
    a_statement,
    a_voiding,
    an_activity,
    an_actor,
)

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
KEY = "a secret for tests only, long enough"


# --- which ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verbs", "activities", "wanted"),
    [
        ([], [], True),
        ([ANSWERED], [], True),
        (["http://adlnet.gov/expapi/verbs/passed"], [], False),
        ([], [f"{HOME}/id/course/"], True),
        ([], [f"{HOME}/id/courses/"], False),
        ([], ["https://elsewhere.example/", f"{HOME}/"], True),
        ([ANSWERED], ["https://elsewhere.example/"], False),
    ],
)
def test_verbs_and_beginnings_of_activities_filter(
    verbs: list[str], activities: list[str], *, wanted: bool
) -> None:
    assert rules.is_wanted(a_statement(), verbs, activities) is wanted


def test_a_voiding_always_goes_along() -> None:
    assert rules.is_wanted(a_voiding(uuid.UUID(int=1)), [ANSWERED], ["https://x.example/"])


def test_the_activities_of_a_statement_are_its_objects_and_its_contexts() -> None:
    inner = a_statement(object=an_activity("inner")) | {"objectType": "SubStatement"}
    assert list(rules.activities_in(a_statement(object=inner))) == [f"{HOME}/id/course/inner"]
    found = set(rules.activities_in(a_full_statement()))
    assert f"{HOME}/id/course/l-1" in found
    assert "https://w3id.org/xapi/cmi5/context/categories/cmi5" in found


def test_everybody_in_a_statement_is_found_but_its_authority() -> None:
    found = list(rules.people_in(a_full_statement()))
    names = {str(one.get("account", {}).get("name")) for one in found}
    assert {"class", "a", "b", "someone"} <= names
    assert {"mbox": "mailto:a@example.jp", "name": "A"} in found
    assert any("mbox_sha1sum" in one for one in found)
    assert not any("openid" in one for one in found)


def test_an_anonymous_group_without_members_is_somebody_nobody_knows() -> None:
    (found,) = rules.people_in(a_statement(actor={"objectType": "Group", "member": []}))
    assert rules.account_of(found, home_page=HOME) is None


@pytest.mark.parametrize(
    ("version", "named"),
    [("1.0.0", "1.0.3"), ("1.0.3", "1.0.3"), ("2.0.0", "2.0.0"), (None, "1.0.3")],
)
def test_a_statement_goes_out_by_its_own_edition_where_the_store_speaks_both(
    version: str | None, named: str
) -> None:
    statement = a_statement(version=version)
    assert rules.version_of(statement, Edition.NEW) == named
    assert rules.version_of(statement, Edition.OLD) == "1.0.3"
    assert rules.can_be_said(statement, Edition.NEW)
    assert rules.can_be_said(statement, Edition.OLD)


WRITTEN = (
    '{"version":"2.0.0","id":"8f87ccde-bb56-4c2e-ab83-44982ef22df0",'
    '"actor":{"mbox" : "mailto:a@example.jp","objectType":"Agent"},'
    '"verb":{"id":"http://example.org/v"},"object":{"id":"http://example.org/o"},'
    '"result":{"score":{"raw":1.10,"max":123456789012345678901}, "response":"\\u9b3c鬼"}}'
)


def test_to_an_old_store_a_new_statement_says_that_it_is_old_and_all_else_stays_to_the_byte() -> (
    None
):
    statement = json.loads(WRITTEN)
    assert rules.can_be_said(statement, Edition.OLD)
    told = WRITTEN.replace("2.0.0", "1.0.3")
    assert rules.said(WRITTEN, statement, Edition.OLD) == told
    assert rules.said(WRITTEN, statement, Edition.NEW) == WRITTEN
    old = WRITTEN.replace("2.0.0", "1.0.0")
    assert rules.said(old, json.loads(old), Edition.OLD) == old


@pytest.mark.parametrize(
    "context",
    [
        {"contextAgents": [{"objectType": "contextAgent", "agent": an_actor()}]},
        {
            "contextGroups": [
                {
                    "objectType": "contextGroup",
                    "group": {"objectType": "Group", "member": [an_actor()]},
                }
            ]
        },
    ],
)
def test_what_the_old_edition_has_no_words_for_cannot_be_said_in_it(context: Json) -> None:
    statement = a_statement(version="2.0.0", context=context)
    assert faults(statement) == []
    assert rules.can_be_said(statement, Edition.NEW)
    assert not rules.can_be_said(statement, Edition.OLD)


@given(st.lists(st.integers(), min_size=2))
def test_halves_are_the_whole_and_neither_is_empty(items: list[int]) -> None:
    first, second = rules.halves(items)
    assert [*first, *second] == items
    assert len(first) > 0 < len(second)


def test_a_silent_store_is_left_alone_longer_each_time_up_to_five_minutes() -> None:
    waits = [rules.wait_after(failures) for failures in range(1, 1000)]
    assert waits[:3] == [timedelta(seconds=it) for it in (5, 10, 20)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=5)


# --- where to ------------------------------------------------------------------------------------

INTRANET = ("10.1.2.3", "192.168.0.1", "172.16.0.1", "[fd00::1]", "lrs.local", "x.internal")
RESERVED = (
    *("127.0.0.1", "0.0.0.0", "169.254.169.254", "100.64.0.1", "224.0.0.1", "168.63.129.16"),  # noqa: S104
    *("[::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "[fd00:ec2::254]"),
    *("localhost", "a.localhost"),
)


@pytest.mark.parametrize(
    ("endpoint", "fault"),
    [
        ("https://lrs.example.jp/xapi/", None),
        ("https://lrs.example.jp:8443/", None),
        ("https://8.8.8.8/", None),
        ("http://lrs.example.jp/", EndpointFault.NOT_HTTPS),
        ("ftp://lrs.example.jp/", EndpointFault.NOT_HTTPS),
        ("lrs.example.jp/", EndpointFault.UNREADABLE),
        ("https:///xapi/", EndpointFault.UNREADABLE),
        ("https://[::1/", EndpointFault.UNREADABLE),
        ("https://lrs.example.jp:99999/", EndpointFault.UNREADABLE),
        ("https://lrs.example.jp/\r\nX: y/", EndpointFault.UNREADABLE),
        ("https://lrs.example.jp\\@127.0.0.1/", EndpointFault.UNREADABLE),
        ("https://記録.example.jp/", EndpointFault.UNREADABLE),
        ("https://me:secret@lrs.example.jp/", EndpointFault.HAS_SECRET),
        ("https://lrs.example.jp/?a=b/", EndpointFault.HAS_MORE),
        ("https://lrs.example.jp/#a/", EndpointFault.HAS_MORE),
        *((f"https://{host}/", EndpointFault.NOT_PUBLIC) for host in INTRANET),
        *((f"https://{host}/", EndpointFault.RESERVED) for host in RESERVED),
    ],
)
def test_an_address_that_will_not_do_is_told_why(
    endpoint: str, fault: EndpointFault | None
) -> None:
    assert reach.endpoint_fault(endpoint, Reach.PUBLIC) == fault


@pytest.mark.parametrize("host", INTRANET)
def test_an_intranet_will_do_where_it_is_allowed_and_http_does_not(host: str) -> None:
    assert reach.endpoint_fault(f"https://{host}/xapi/", Reach.INTRANET) is None
    assert reach.endpoint_fault(f"http://{host}/xapi/", Reach.INTRANET) is EndpointFault.NOT_HTTPS


@pytest.mark.parametrize("host", RESERVED)
def test_this_machine_and_a_clouds_metadata_are_no_intranet(host: str) -> None:
    fault = reach.endpoint_fault(f"https://{host}/", Reach.INTRANET)
    assert fault is EndpointFault.RESERVED
    assert reach.endpoint_fault(f"https://{host}/", Reach.ANYWHERE) is None


def test_what_a_name_leads_to_is_judged_alike() -> None:
    for address, least in (("8.8.8.8", 0), ("10.0.0.1", 1), ("fd12::1", 1), ("fe80::1%eth0", 2)):
        within = [reach.is_within(address, kind) for kind in Reach]
        assert within == [False] * least + [True] * (3 - least)


def test_in_a_demo_this_machine_will_do_and_http_to_nowhere_else() -> None:
    for endpoint in ("http://127.0.0.1:8000/xapi/", "http://localhost/", "https://10.0.0.1/"):
        assert reach.endpoint_fault(endpoint, Reach.ANYWHERE) is None
    fault = reach.endpoint_fault("http://lrs.example.jp/", Reach.ANYWHERE)
    assert fault is EndpointFault.NOT_HTTPS


@given(st.text())
def test_any_text_is_judged_and_nothing_breaks(text: str) -> None:
    reach.endpoint_fault(reach.endpoint_key(text), Reach.PUBLIC)
    rules.is_iri(text)


# --- secrets and parcels -------------------------------------------------------------------------


@given(st.text(st.characters(codec="utf-8")))
def test_a_sealed_secret_comes_back_whole_and_never_shows(secret: str) -> None:
    sealed = seal(secret, secret_key=KEY)
    assert unseal(sealed, secret_key=KEY) == secret
    assert len(secret) < 8 or secret not in sealed
    assert seal(secret, secret_key=KEY) != sealed


def test_under_another_key_a_secret_stays_shut() -> None:
    with pytest.raises(NotReached, match="SECRET_KEY"):
        unseal(seal("s", secret_key=KEY), secret_key=KEY + "x")


def test_a_store_does_not_print_its_secret() -> None:
    assert "hush" not in repr(Store("https://lrs.example.jp/", "key", "hush"))


def test_a_parcel_with_attachments_has_a_part_for_each() -> None:
    parcel = Parcel("2.0.0", (), ("{}", "[鬼]"), [Attached("ab", "image/png", b"\x00\xff\r\n")])
    kind, body = parcel.written(boundary="cut")
    assert kind == "multipart/mixed; boundary=cut"
    assert body == (
        "--cut\r\nContent-Type: application/json\r\n\r\n[{},[鬼]]\r\n".encode()
        + b"--cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n"
        + b"X-Experience-API-Hash: ab\r\n\r\n\x00\xff\r\n\r\n--cut--\r\n"
    )
