"""What each version of the Supplier API has."""

from __future__ import annotations

from typing import Any

import pytest

from fibrecafe_api.supplier import models as supplier
from fibrecafe_gateway.adapters.versions import (
    Feature,
    NotInVersion,
    SupplierVersion,
    require,
    strip,
    strip_service_types,
)
from fibrecafe_gateway.settings import SupplierSettings


def test_the_current_version_has_everything() -> None:
    assert all(SupplierVersion().has(feature) for feature in Feature)


@pytest.mark.parametrize(
    ("number", "operation", "wanted", "has"),
    [
        ("1.6", "create_order", {"order_type": "NEW"}, True),
        ("1.6", "create_order", {"order_type": "TRANSFER"}, False),
        ("1.6", "create_order", {"order_type": "CEASE"}, False),
        ("1.7", "create_order", {"order_type": "CEASE"}, True),
        ("1.8", "create_order", {"order_type": "SWAP"}, False),
        ("1.9", "create_order", {"order_type": "SWAP"}, True),
        ("1.9", "quote", {}, False),
        ("1.10", "quote", {}, True),
        ("1.9", "service_test", {}, False),
        ("1.9", "cancel_problem", {}, False),
        ("1.0", "amend_order", {}, True),
        ("1.0", "reserve_appointment", {}, True),
        ("1.9", "availability_check", {"service_types": ["ETHERNET"]}, False),
        ("1.9", "availability_check", {"service_types": ["BROADBAND", "ETHERNET"]}, True),
        ("1.9", "availability_check", {"service_types": []}, True),
    ],
)
def test_a_version_has_what_came_with_it_or_before(
    number: str, operation: str, wanted: dict[str, Any], has: bool
) -> None:
    version = SupplierVersion(number)
    if has:
        require(version, operation, **wanted)
    else:
        with pytest.raises(NotInVersion, match=f"Supplier API {number} has no .*; 1\\.\\d+ has"):
            require(version, operation, **wanted)


def test_a_suppliers_configuration_goes_over_the_table() -> None:
    options = {"features": {"quotes": False, "swap": True}}
    version = SupplierVersion.of(SupplierSettings(api_version="1.8", options=options))
    assert version.has(Feature.SWAP)
    newest = SupplierVersion.of(SupplierSettings(options=options))
    assert newest.lacks("quote") == "it is configured without quotes"


@pytest.mark.parametrize("features", [{"teleport": True}, {"swap": "yes"}, ["swap"], None])
def test_a_feature_that_does_not_exist_is_told(features: Any) -> None:
    with pytest.raises(ValueError, match=r"options\.features"):
        SupplierVersion.of(SupplierSettings(options={"features": features}))


def test_what_a_version_lacks_is_left_out_of_a_request_and_the_original_is_kept() -> None:
    body = supplier.CancelServiceOrder(
        id=1, order_id=2, reason_code="OTHER", supplier_order_reference="A1"
    )
    assert strip(SupplierVersion("1.15"), body) is body
    stripped = strip(SupplierVersion("1.9"), body)
    assert b"supplierOrderReference" not in stripped.to_json()
    assert body.supplier_order_reference == "A1"
    broadband = supplier.ServiceType.BROADBAND
    assert strip_service_types(SupplierVersion("1.9"), [broadband]) is None
    assert strip_service_types(SupplierVersion("1.15"), []) == [broadband]
