"""What a provider may vouch for: whatever it says, only what was verified and agreed counts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.federation import rules
from app.federation.rules import Terms

values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5))
)
claims = st.fixed_dictionaries(
    {"sub": st.text(min_size=1, max_size=20)},
    optional=dict.fromkeys(
        ("email", "email_verified", "hd", "tid", "amr", "name", "employee_number"), values
    ),
)


@given(claims)
def test_whatever_is_claimed_an_address_counts_only_if_it_was_verified(
    told: dict[str, Any],
) -> None:
    proof = rules.proof_of(told, Terms(roster_claim="employee_number"))
    assert proof is not None
    assert not proof.mail or told["email_verified"] is True
    assert all(one in told["amr"] for one in proof.methods)


@given(claims)
def test_a_tenant_and_a_domain_let_nobody_else_through(told: dict[str, Any]) -> None:
    proof = rules.proof_of(told, Terms(mail_domains=("school.example.jp",), tenant="t-1"))
    assert proof is None or proof.mail.endswith("@school.example.jp")


@given(st.text())
def test_any_text_is_read_as_domains_and_nothing_breaks(text: str) -> None:
    for domain in rules.domains_of(text):
        rules.is_domain(domain)


def test_a_subdomain_and_a_longer_name_are_other_domains() -> None:
    for mail in ("a@evil-school.example.jp", "a@x.school.example.jp", "a@school.example.jp.evil"):
        told = {"sub": "1", "email": mail, "email_verified": True}
        assert rules.proof_of(told, Terms(mail_domains=("school.example.jp",))) is None


def test_addresses_of_ways_in_take_no_place_that_is_taken() -> None:
    assert rules.is_slug("sakura-shou")
    for text in ("demo", "second", "passkey", "class", "-a", "a-", "A", "", "a/b", "a" * 41):
        assert not rules.is_slug(text)
