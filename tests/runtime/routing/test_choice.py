"""Which suppliers are asked, and why; `explain` tells what `routes` decides."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from fibrecafe_api.tenant import models as tenant_models
from fibrecafe_gateway.routing.addresses import NoAddress, choose_identifier
from fibrecafe_gateway.routing.choice import Wanted, routes
from fibrecafe_gateway.routing.directory import Directory, NotRouted
from fibrecafe_gateway.routing.explain import explain
from fibrecafe_gateway.routing.operations import OPERATIONS
from fibrecafe_gateway.settings import Settings

NAD_AND_UPRN = {
    "id": "A00000031882",
    "type": "NAD",
    "additionalIdentifiers": [{"id": "200004033694", "type": "UPRN"}],
}


def directory(**suppliers: Any) -> Directory:
    configured = {
        "NEWEST": {"base_url": "http://n.invalid", "address_types": ("UPRN", "NAD")},
        "OLD": {"base_url": "http://o.invalid", "api_version": "1.8", "address_types": ("ROBT",)},
        "LOOKUP": {"adapter": "acme"},
        "STRANGER": {"base_url": "http://s.invalid"},
        **suppliers,
    }
    tenants = {
        "acme": {"suppliers": ("NEWEST", "OLD"), "default_supplier": "LOOKUP"},
        "single": {"suppliers": ("NEWEST",)},
        "nobody": {},
        "two": {"suppliers": ("NEWEST", "OLD")},
    }
    return Directory(Settings(suppliers=configured, tenants=tenants))  # type: ignore[arg-type]


def asked(tenant: str, operation: str, **wanted: Any) -> list[str]:
    return [d.name for d in routes(directory(), tenant, Wanted(operation, **wanted))]


def refused(tenant: str, operation: str, **wanted: Any) -> NotRouted:
    with pytest.raises(NotRouted) as caught:
        asked(tenant, operation, **wanted)
    return caught.value


# The directory


def test_a_tenant_has_its_suppliers_and_no_others() -> None:
    d = directory()
    assert list(d.tenant("acme").suppliers) == ["NEWEST", "OLD"]
    assert d.supplier_of("acme", "OLD") is d.supplier("OLD")
    assert d.knows_tenant("acme")
    assert not d.knows_tenant("ACME")


def test_a_supplier_of_others_is_refused_like_one_that_nobody_has() -> None:
    def refusal(name: str) -> str:
        with pytest.raises(NotRouted) as caught:
            directory().supplier_of("acme", name)
        problem = caught.value.problem()
        assert (problem.status, problem.code) == (422, "INVALID_REQUEST")
        return str(problem.messages[0]).replace(name, "X")

    assert refusal("STRANGER") == refusal("NONEXISTENT")
    assert refusal("STRANGER") == "supplier X is not one of yours; yours are NEWEST, OLD"


def test_without_a_name_the_default_counts_then_the_only_one() -> None:
    d = directory()
    assert d.supplier_of("acme", None).id == "LOOKUP"
    assert d.supplier_of("single", None).id == "NEWEST"
    with pytest.raises(NotRouted, match="no supplier is named; yours are NEWEST, OLD"):
        d.supplier_of("two", None)
    with pytest.raises(NotRouted, match="you have none yet"):
        d.supplier_of("nobody", None)


def test_a_senseless_option_names_its_supplier() -> None:
    with pytest.raises(ValueError, match=r"supplier BAD: options\.features"):
        directory(BAD={"options": {"features": {"warp": True}}})


# Addresses


def test_the_suppliers_order_of_identifiers_decides_not_the_tenants() -> None:
    assert choose_identifier(NAD_AND_UPRN, ("UPRN", "NAD")).type == "UPRN"
    assert choose_identifier(NAD_AND_UPRN, ("NAD", "UPRN")).type == "NAD"
    assert choose_identifier(NAD_AND_UPRN, ("ROBT", "uprn")).id == "200004033694"
    assert choose_identifier(NAD_AND_UPRN, ()).id == "A00000031882"


def test_a_model_and_its_json_values_give_the_same_identifier() -> None:
    address = tenant_models.AddressIdentifier(
        id="A00000031882",
        type="NAD",
        additional_identifiers=[
            tenant_models.SecondaryAddressIdentifier(id="200004033694", type="UPRN")
        ],
    )
    assert choose_identifier(address, ("UPRN",)) == choose_identifier(NAD_AND_UPRN, ("UPRN",))


def test_no_fitting_identifier_names_those_given_and_those_understood() -> None:
    with pytest.raises(NoAddress) as caught:
        choose_identifier(NAD_AND_UPRN, ("ROBT", "DistrictCode"))
    assert str(caught.value) == (
        "the address is given by NAD or UPRN, the supplier understands ROBT or DistrictCode;"
        " give one of these in additionalIdentifiers"
    )


# Decisions


def test_availability_goes_to_all_suppliers_or_to_those_named() -> None:
    assert asked("acme", "availability_check") == ["NEWEST", "OLD"]
    assert asked("acme", "availability_check", suppliers=["OLD"]) == ["OLD"]


def test_a_supplier_that_cannot_be_asked_costs_only_its_own_element() -> None:
    (decision,) = routes(directory(), "acme", Wanted("availability_check", address=NAD_AND_UPRN))
    assert (decision.name, decision.address.id) == ("NEWEST", "200004033694")  # type: ignore[union-attr]
    assert asked("acme", "availability_check", service_types=["ETHERNET"]) == ["NEWEST"]


def test_when_nobody_can_be_asked_the_tenant_is_told_why() -> None:
    unsupported = refused("acme", "service_test", suppliers=["OLD"])
    assert unsupported.problem().status == 501
    assert unsupported.messages == (
        "supplier OLD: Supplier API 1.8 has no service tests; 1.10 has",
    )
    address = refused("acme", "create_order", suppliers=["OLD"], address=NAD_AND_UPRN)
    assert address.problem().status == 422
    assert "understands ROBT" in address.messages[0]
    assert "you have no supplier yet" in refused("nobody", "availability_check").messages[0]


def test_a_supplier_that_is_not_the_tenants_is_refused_even_beside_good_ones() -> None:
    raised = refused("acme", "availability_check", suppliers=["NEWEST", "STRANGER"])
    assert raised.messages == ("supplier STRANGER is not one of yours; yours are NEWEST, OLD",)


def test_addresses_are_looked_up_at_the_default_and_never_at_a_native_supplier() -> None:
    assert asked("acme", "address_lookup") == ["LOOKUP"]
    raised = refused("single", "address_lookup")
    assert raised.unsupported
    assert "the Supplier API has no address look-up" in raised.messages[0]


def test_an_operation_of_one_supplier_needs_its_name() -> None:
    raised = refused("acme", "create_order")
    assert "none is named" in raised.messages[0]
    assert asked("acme", "create_order", suppliers=["NEWEST"], order_type="SWAP") == ["NEWEST"]
    assert refused("acme", "create_order", suppliers=["OLD"], order_type="SWAP").unsupported


# Explain


def test_reasons_are_sentences() -> None:
    reasons = explain(
        directory(), "acme", "availability_check", suppliers=["NEWEST", "NOBODYS"],
        address=NAD_AND_UPRN,
    )  # fmt: skip
    assert [(r.supplier, r.asked, r.why) for r in reasons] == [
        (
            "NEWEST",
            True,
            "asked: configured for tenant acme, and named; understands UPRN 200004033694",
        ),
        ("OLD", False, "not asked: it is not named"),
        (
            "NOBODYS",
            False,
            "not asked: supplier NOBODYS is not one of yours; yours are NEWEST, OLD",
        ),
    ]
    newest, old = explain(directory(), "two", "service_test", supplier="OLD")
    assert newest.why == "not asked: it is not named"
    assert old.why == "not asked: Supplier API 1.8 has no service tests; 1.10 has"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_explain_tells_what_is_really_done(operation: str) -> None:
    every = product(
        ("acme", "single", "nobody", "two"),
        (None, ["NEWEST"], ["OLD"], ["NEWEST", "OLD"], ["STRANGER"]),
        (None, NAD_AND_UPRN, {"id": "1", "type": "ROBT"}),
    )
    for tenant, suppliers, address in every:
        told = explain(directory(), tenant, operation, suppliers=suppliers, address=address)
        assert all(r.why.startswith("asked: ") == r.asked for r in told)
        try:
            done = asked(tenant, operation, suppliers=suppliers, address=address)
        except NotRouted:
            strangers = [r for r in told if "is not one of yours" in r.why]
            assert strangers or not any(r.asked for r in told)
        else:
            assert [r.supplier for r in told if r.asked] == done
