"""Sound questions of every kind and answers to them, drawn at random."""

from random import Random

from hypothesis import strategies as st

from app.items.item import Item, Option, Response, Target, Writing, folded
from app.items.kinds import KINDS, kind_of
from app.items.numeric import accepted_range, typed_number
from app.items.simulations import Simulation

NAMES = sorted(KINDS)
GRADED = [name for name in NAMES if KINDS[name].is_graded]
PAIRED = [name for name in NAMES if KINDS[name].base_type == "directedPair"]
CHOSEN = ["choice", "multiple-response", "hotspot", "likert", "order"]
SIMULATIONS = [name for name in NAMES if isinstance(KINDS[name], Simulation)]
SEED = st.text(max_size=5)
_VARIANTS = 8


def _made(name: str, variant: int) -> Item:
    """Make a question that may be asked; the same for the same variant."""
    random = Random(f"{name}/{variant}")  # noqa: S311  variety, no secret
    keys = random.sample(["a", "b", "c", "ab", "ba", "abc", "cc"], random.randint(3, 6))
    match KINDS[name].written_as:
        case Writing.GROUPS:
            return _grouped(random, name, keys)
        case Writing.GAPS:
            return _with_gaps(random, keys)
    right = {keys[0]}
    if name != "choice":
        right = set(random.sample(keys, random.randint(1, len(keys) - 1)))
    if KINDS[name].written_as in {Writing.STEPS, Writing.PLAIN}:
        right = set(keys)
    area = (10, 10, 20, 20) if name == "hotspot" else None
    texts = {key: f"{n * 10}〜{n * 10 + 5}" for n, key in enumerate(keys)}
    options = tuple(
        Option(key, key in right, texts[key] if name == "numeric" else f"答え{key}", area=area)
        for key in keys
    )
    return Item("q", name, None, options, is_shuffled=variant % 2 == 0)


def _grouped(random: Random, name: str, keys: list[str]) -> Item:
    places = [f"p{n}" for n in range(len(keys) if name == "match" else random.randint(2, 3))]
    homes = places if name == "match" else random.choices(places, k=len(keys))
    options = [
        Option(key, correct=True, text=key, target=home)
        for key, home in zip(keys, homes, strict=True)
    ]
    written = tuple(sorted(options, key=lambda option: option.target))
    return Item("q", name, None, written, tuple(Target(place, place) for place in places))


def _with_gaps(random: Random, keys: list[str]) -> Item:
    gaps = [f"g{n}" for n in range(random.randint(1, 3))]
    options = []
    for gap in gaps:
        right = random.choice(keys)
        options += [Option(f"{gap}-{key}", key == right, key, gap) for key in keys]
    targets = tuple(Target(gap, gap) for gap in gaps)
    return Item("q", "inline-choice", None, tuple(options), targets)


ITEMS = {name: [_made(name, variant) for variant in range(_VARIANTS)] for name in NAMES}


def items(*kinds: str) -> st.SearchStrategy[Item]:
    """Draw a question of these kinds, or of any."""
    return st.sampled_from([item for name in kinds or NAMES for item in ITEMS[name]])


def asked(*kinds: str) -> st.SearchStrategy[tuple[Item, Response]]:
    """Draw a question, and a response that it accepts."""
    return items(*kinds).flatmap(lambda item: st.tuples(st.just(item), responses(item)))


def responses(item: Item) -> st.SearchStrategy[Response]:
    """Return the responses that a question accepts."""
    some = st.lists(st.sampled_from(item.keys), min_size=1, unique=True).map(tuple)
    texts = st.text("あ[,] ", max_size=9).map(lambda text: (f"{text}。",))
    if item.kind in PAIRED:
        return _pairs(item)
    by_kind: dict[str, st.SearchStrategy[Response]] = {
        "multiple-response": some,
        "hotspot": some,
        "order": st.permutations(item.keys).map(tuple),
        "text-entry": st.sampled_from([*((o.text,) for o in item.options), ("ほか",)]),
        "numeric": st.integers(-20, 80).map(lambda number: (f"{number} 個",)),
        "extended-text": some | texts,
    }
    return by_kind.get(item.kind, st.sampled_from([(key,) for key in item.keys]))


def _pairs(item: Item) -> st.SearchStrategy[Response]:
    slots = kind_of(item).slots(item)
    filled = st.tuples(
        *(st.sampled_from([f"{slot}.{v}" for v in values]) for slot, values in slots)
    )
    return filled.flatmap(st.permutations).map(tuple)


def right_pairs(item: Item) -> Response:
    """Return the pairs that are right, from how the question is written."""
    kind = kind_of(item)
    if isinstance(kind, Simulation):
        first, second = (verdict.key for verdict in kind.verdicts)
        return tuple(f"{o.key}.{first if o.correct else second}" for o in item.options)
    if item.kind == "inline-choice":
        return tuple(f"{o.target}.{o.key}" for o in item.options if o.correct)
    return tuple(f"{o.key}.{o.target}" for o in item.options)


def right_answer(item: Item) -> Response:
    """Return a response to which nothing is missing."""
    kind = kind_of(item)
    first = next(o.text for o in item.options if o.correct)
    if item.kind == "numeric":
        return (first.partition("〜")[0],)
    if item.kind == "order":
        return item.keys
    if kind.base_type == "string" or item.kind == "likert":
        return (first,) if kind.base_type == "string" else item.keys[:1]
    return right_pairs(item) if item.kind in PAIRED else item.correct_keys


def is_right(item: Item, response: Response) -> bool:
    """Say whether a response is right, without asking the kind."""
    match item.kind:
        case "likert" | "extended-text":
            return True
        case "order":
            return response == item.keys
        case "text-entry":
            return folded(response[0]) in {folded(o.text) for o in item.options if o.correct}
        case "numeric":
            number = typed_number(response[0])
            ranges = (accepted_range(o.text) for o in item.options if o.correct)
            return any(r and number is not None and r[0] <= number <= r[1] for r in ranges)
    right = right_pairs(item) if item.kind in PAIRED else item.correct_keys
    return set(response) == set(right)
