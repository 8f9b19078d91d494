"""The analysis of previews: a process that is there while it is asked, and no longer."""

from app.furigana.port import EASY
from app.i18n.notation import Segment
from app.preview.readings import PreviewReadings, Standby

DOG = (Segment("犬と歩く。"),)


def test_the_analysis_starts_when_it_is_asked_and_rests_until_the_next_time() -> None:
    standby = Standby()
    assert not standby.is_awake
    (found,) = standby.read([DOG], {})
    assert standby.is_awake
    assert next(segment.kana for segment in found.segments if segment.kana) == "いぬ"
    standby.rest()
    assert not standby.is_awake
    standby.rest()


def test_a_preview_that_does_not_wait_shows_what_it_does_not_know_as_it_is() -> None:
    readings = PreviewReadings({}, waits=False)
    (found,) = readings.read([(Segment("だれも読んだことのない文。"),)], {})
    assert found.segments == (Segment("だれも読んだことのない文。"),)
    assert not readings.is_complete
    assert readings.hints(["文。"], EASY) == [()]
