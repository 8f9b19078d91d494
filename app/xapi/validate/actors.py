"""Rules of agents, groups, accounts and authorities."""

from typing import Any

from app.xapi.validate.editions import IRI, MAILBOX, SHA1, TEXT, Edition, constant
from app.xapi.validate.shapes import Fault, Shape, Walk, items, shown

IFIS = ("mbox", "mbox_sha1sum", "openid", "account")
"""The inverse functional identifiers: an agent has exactly one of them."""


class Actors:
    """The rules of one edition for everything that can act."""

    def __init__(self, edition: Edition) -> None:
        """Write the tables."""
        sections = edition.sections
        account = Shape(
            "an Account",
            sections["account"],
            leaves={"homePage": IRI, "name": TEXT},
            required=("homePage", "name"),
        )
        identity = {"name": TEXT, "mbox": MAILBOX, "mbox_sha1sum": SHA1, "openid": IRI}
        self._ifi = sections["ifi"]
        self._group_section = sections["group"]
        self._authority = sections["authority"]
        self._agent = Shape(
            "an Agent",
            sections["agent"],
            leaves={"objectType": constant("Agent"), **identity},
            walks={"account": account},
        )
        self._group = Shape(
            "a Group",
            sections["group"],
            leaves={"objectType": constant("Group"), **identity},
            walks={"account": account, "member": items(self.agent, sections["group"])},
            required=("objectType",),
        )

    def agent(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check an Agent: exactly one identifier."""
        found = self._agent.read(value, at, faults)
        if found is not None:
            self._one_identifier(found, at, faults, "an Agent")

    def group(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check a Group: one identifier, or none and its members."""
        found = self._group.read(value, at, faults)
        if found is None:
            return
        if not any(ifi in found for ifi in IFIS):
            if not found.get("member"):
                message = "is missing: a Group without an identifier must list its members"
                faults.append(Fault(f"{at}.member", f"{message} ({self._group_section})"))
            return
        self._one_identifier(found, at, faults, "a Group")

    def actor(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check an Agent or a Group, told apart by objectType."""
        self._rule_of(value)(value, at, faults)

    def authority(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check who asserts a statement: an Agent, or the two Agents of a three-legged OAuth."""
        self.actor(value, at, faults)
        if not isinstance(value, dict) or value.get("objectType") != "Group":
            return
        members = value.get("member")
        if not isinstance(members, list) or len(members) != 2:  # noqa: PLR2004  consumer, user
            message = "must be an array of exactly two Agents: the application and the user"
            faults.append(Fault(f"{at}.member", f"{message} ({self._authority})"))
        if any(ifi in value for ifi in IFIS):
            message = "must not be a Group with an identifier of its own"
            faults.append(Fault(at, f"{message} ({self._authority})"))

    def _rule_of(self, value: object) -> Walk:
        if isinstance(value, dict):
            kind = value.get("objectType", "Agent")
            if kind == "Group":
                return self.group
            if kind != "Agent":
                return self._neither
        return self.agent

    def _neither(self, value: object, at: str, faults: list[Fault]) -> None:
        kind = value["objectType"] if isinstance(value, dict) else value
        message = f"must be Agent or Group, not {shown(kind)}"
        faults.append(Fault(f"{at}.objectType", f"{message} ({self._ifi})"))

    def _one_identifier(
        self, found: dict[str, Any], at: str, faults: list[Fault], name: str
    ) -> None:
        count = ("mbox" in found) + ("mbox_sha1sum" in found) + ("openid" in found)
        count += "account" in found
        if count != 1:
            have = [ifi for ifi in IFIS if ifi in found]
            message = f"{name} must have exactly one of {', '.join(IFIS)}"
            if have:
                message += f"; it has {' and '.join(have)}"
            faults.append(Fault(at, f"{message} ({self._ifi})"))
