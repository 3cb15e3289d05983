"""The native adapter against a real server: what it sends, and what it keeps back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_api.supplier.client import BearerToken
from fibrecafe_gateway.adapters.contract import (
    Misunderstood,
)
from fibrecafe_gateway.adapters.native import NativeAdapter
from fibrecafe_gateway.adapters.versions import NotInVersion
from fibrecafe_gateway.adapters.wire import plain, told
from fibrecafe_gateway.settings import SupplierSettings
from tests.runtime.adapters.suppliers import (
    ADDRESS,
    DIFFICULT,
    FakeSupplier,
    a_call,
    a_provide_order,
    acknowledged,
    order,
    with_adapter,
)


def test_an_order_arrives_whole_with_its_ids_its_tenant_and_difficult_text(
    url: str, fake: FakeSupplier
) -> None:
    body = a_provide_order(
        notes=DIFFICULT,
        primary_contact=supplier.Contact(name=DIFFICULT, phone_number="01234567890"),
    )
    fake.answering.answers["create_order"] = acknowledged(body)
    given = with_adapter(
        url, lambda a: a.create_order(a_call(), body), auth=BearerToken("secret-of-acme")
    )
    assert fake.last.body == body
    assert fake.last.arguments == {"tenant": "acme"}
    assert (fake.last.context.request_id, fake.last.context.conversation_id) == ("r-1", "c-1")
    assert fake.last.context.principal == "Bearer secret-of-acme"
    assert given.supplier_order_reference == "FC123"
    assert given.notes == DIFFICULT


def test_a_202_is_none(url: str, fake: FakeSupplier) -> None:
    fake.answering.answers["create_order"] = None
    assert order(url) is None


def test_each_tenant_has_its_own_credentials(url: str, fake: FakeSupplier) -> None:
    async def run() -> None:
        adapter = NativeAdapter(
            "S1", SupplierSettings(base_url=url), lambda tenant: BearerToken(f"of-{tenant}")
        )
        for tenant in ("acme", "zenith"):
            fake.answering.answers["create_order"] = None
            await adapter.create_order(a_call(tenant=tenant), a_provide_order(tenant=tenant))
            assert fake.last.context.principal == f"Bearer of-{tenant}"
        await adapter.aclose()

    asyncio.run(run())


def test_test_headers_go_to_test_suppliers_only_and_only_those_that_can_be_written(
    url: str, fake: FakeSupplier
) -> None:
    fake.answering.answers["create_order"] = None
    headers = {
        "X-Scenario": "ORDER_DELAYED?targetDateOffset=2",
        "X-Problem-Code": "bad\u00e9",
        "Authorization": "Bearer stolen",
    }
    call = a_call(test_headers=headers)
    seen = []
    for passed_on in (True, False):
        with_adapter(url, lambda a: a.create_order(call, a_provide_order()), test_headers=passed_on)
        context = fake.last.context
        seen.append([context.header(n) for n in ("x-scenario", "x-problem-code", "authorization")])
    assert seen == [["ORDER_DELAYED?targetDateOffset=2", None, None], [None, None, None]]


def test_an_id_that_is_not_ascii_is_passed_on_unchanged(url: str, fake: FakeSupplier) -> None:
    fake.answering.answers["create_order"] = None
    call = a_call(conversation_id="journey-\u00e9\u00a3")
    with_adapter(url, lambda a: a.create_order(call, a_provide_order()))
    assert fake.last.context.conversation_id == "journey-\u00e9\u00a3"


def test_every_operation_reaches_the_supplier(url: str, fake: FakeSupplier) -> None:
    specification = supplier.ServiceSpecification(id="ftthl2r")
    bodies: list[tuple[str, Any]] = [
        ("cancel_order", supplier.CancelServiceOrder(id=7, order_id=123, reason_code="OTHER")),
        ("amend_order", supplier.AmendProvideServiceOrder(id=8, order_id=123, notes=DIFFICULT)),
        (
            "service_test",
            supplier.CreateServiceTest(
                id=9, service_id="SI1", service_specification=specification, problem_type="OUTAGE"
            ),
        ),
        (
            "create_problem",
            supplier.CreateServiceProblem(
                id=10,
                problem_type="OUTAGE",
                problem_text="No light since noon",
                service_id="SI1",
                service_specification=specification,
            ),
        ),
        ("amend_problem", supplier.AmendServiceProblem(id=11, service_problem_id=10, notes="x")),
        (
            "cancel_problem",
            supplier.CancelServiceProblem(
                id=12,
                service_problem_id=10,
                supplier_service_problem_reference="SK_PRO1",
                reason_code="OTHER",
            ),
        ),
    ]
    kinds: dict[str, Any] = {
        "cancel_order": supplier.ServiceOrderCancellation,
        "amend_order": supplier.AmendProvideServiceOrder,
        "service_test": supplier.ServiceTest,
        "create_problem": supplier.ServiceProblem,
        "amend_problem": supplier.AmendServiceProblem,
        "cancel_problem": supplier.ServiceProblemCancellation,
    }

    async def run(adapter: NativeAdapter) -> None:
        for name, body in bodies:
            reply: Any = told(kinds[name], {**plain(body), "status": "ACKNOWLEDGED"})
            fake.answering.answers[name] = reply
            assert await getattr(adapter, name)(a_call(), body) == reply, name
            assert (fake.last.operation, fake.last.body) == (name, body)
        await adapter.availability_check(
            a_call(), address=ADDRESS, service_types=[supplier.ServiceType.ETHERNET]
        )
        assert fake.last.arguments["service_types"] == [supplier.ServiceType.ETHERNET]
        assert fake.last.arguments["address"] == ADDRESS
        await adapter.appointment_availability(
            a_call(),
            address=ADDRESS,
            service_specification=specification,
            appointment_from_date=None,
            classifications=[supplier.TimeslotClassification.WEEKDAY_AM],
            appointment_purpose="REPAIR",
        )
        assert fake.last.arguments["appointment_purpose"] == "REPAIR"
        await adapter.service_problem_resolution(
            a_call(),
            supplier.UpdateServiceProblemResolution(status=supplier.ResolutionDecision.ACCEPTED),
            reference="RES/1 ü",
        )
        assert fake.last.arguments["id"] == "RES/1 ü"

    with_adapter(url, run)


def test_a_request_that_we_built_wrong_is_not_sent(url: str, fake: FakeSupplier) -> None:
    wrong = a_provide_order()
    wrong.notes = "x" * 1001
    with pytest.raises(Misunderstood) as caught:
        with_adapter(url, lambda a: a.create_order(a_call(), wrong))
    assert "/notes" in caught.value.detail
    assert fake.answering.received == []


@pytest.mark.parametrize("wrong", ["\u6e2c", "a\nb"])
def test_an_id_that_no_header_can_hold_is_our_mistake(
    wrong: str, url: str, fake: FakeSupplier
) -> None:
    call = a_call(request_id=wrong)
    with pytest.raises(Misunderstood):
        with_adapter(url, lambda a: a.create_order(call, a_provide_order()))
    assert fake.answering.received == []


def test_what_a_version_lacks_is_not_sent(url: str, fake: FakeSupplier) -> None:
    fake.answering.answers["cancel_order"] = None
    body = supplier.CancelServiceOrder(
        id=7, order_id=123, reason_code="OTHER", supplier_order_reference="FC123"
    )

    async def run(adapter: NativeAdapter) -> None:
        await adapter.cancel_order(a_call(), body)
        assert fake.last.body.supplier_order_reference is None
        await adapter.availability_check(
            a_call(), address=ADDRESS, service_types=[supplier.ServiceType.BROADBAND]
        )
        assert b"serviceTypes" not in fake.last.context.scope["query_string"]
        count = len(fake.answering.received)
        swap = a_provide_order(order_type=supplier.ProvideOrderType.SWAP)
        with pytest.raises(NotInVersion, match=r"Supplier API 1\.8 has no SWAP orders; 1\.9 has"):
            await adapter.create_order(a_call(), swap)
        assert len(fake.answering.received) == count

    with_adapter(url, run, api_version="1.8")
    assert body.supplier_order_reference == "FC123"


def test_the_adapter_serves_many_calls_over_few_connections(url: str, fake: FakeSupplier) -> None:
    fake.answering.answers["create_order"] = None

    async def run(adapter: NativeAdapter) -> None:
        for _ in range(5):
            await adapter.create_order(a_call(), a_provide_order())
        ports = {r.context.client for r in fake.answering.received}
        assert len(ports) == 1

    with_adapter(url, run)


def test_a_native_supplier_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="supplier S1 has no base_url"):
        NativeAdapter("S1", SupplierSettings(), lambda tenant: None)
