"""How the drill of the sample course is answered on its page."""

from tests.client import PageClient
from tests.factories import subete


def shown(client: PageClient) -> tuple[str, int]:
    """Return the question on the screen, and its number among those drawn."""
    text = "".join(client.page.text.split())
    (key,) = [
        q.key for q in subete.the_drill().questions if "".join(q.prompt.plain.split()) in text
    ]
    (number,) = [
        one.attributes["value"]
        for one in client.page.all("input")
        if one.attributes.get("name") == "number"
    ]
    return key, int(number or 0)


def answer(client: PageClient, address: str, *, right: bool) -> None:
    """Answer the question on the screen."""
    key, number = shown(client)
    response = subete.RIGHT_DRAWN[key] if right else subete.WRONG_DRAWN[key]
    data = {**subete.sent(key, response), "number": [str(number)]}
    assert client.post(f"{address}/answers", data=data).status_code == 200


def master(client: PageClient, address: str) -> None:
    """Answer drawn questions rightly until that is enough."""
    for _ in range(subete.the_drill().needed):
        client.see(address)
        answer(client, address, right=True)
