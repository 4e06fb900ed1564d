import pytest

from tillroll import Rate


def test_parse():
    assert Rate.parse('19%').points == 1900
    assert Rate.parse('5.5 %').points == 550
    assert Rate.parse('0.25%').points == 25


@pytest.mark.parametrize('text', ['19', '-7%', '1.234%', '%'])
def test_parse_refuses(text):
    with pytest.raises(ValueError):
        Rate.parse(text)


def test_text():
    assert str(Rate(1900)) == '19%'
    assert str(Rate(550)) == '5.5%'
    assert str(Rate(25)) == '0.25%'


def test_on_a_net_amount():
    assert Rate(1900).on(1000) == 190
    assert Rate(700).on(99) == 7
    assert Rate(0).on(12345) == 0


def test_on_rounds_halves_away_from_zero():
    assert Rate(500).on(10) == 1
    assert Rate(500).on(30) == 2
    assert Rate(500).on(29) == 1


def test_within_a_gross_amount():
    assert Rate(1900).within(1190) == 190
    assert Rate(2500).within(100) == 20
    assert Rate(0).within(100) == 0


def test_on_a_negative_amount():
    assert Rate(1900).on(-1000) == -190
    assert Rate(700).on(-99) == -7
    assert Rate(500).on(-29) == -1
    assert Rate(0).on(-5) == 0


def test_on_rounds_negative_halves_away_from_zero():
    assert Rate(500).on(-10) == -1
    assert Rate(500).on(-30) == -2
    assert Rate(250).on(-20) == -1


def test_within_rounds_halves_away_from_zero():
    assert Rate(2500).within(102) == 20
    assert Rate(2500).within(103) == 21
    assert Rate(10000).within(1) == 1
    assert Rate(10000).within(3) == 2


def test_within_a_negative_amount():
    assert Rate(2500).within(-100) == -20
    assert Rate(1900).within(-1190) == -190
    assert Rate(2500).within(-102) == -20
    assert Rate(2500).within(-103) == -21


def test_within_rounds_negative_halves_away_from_zero():
    assert Rate(10000).within(-1) == -1
    assert Rate(10000).within(-3) == -2


def test_the_sign_makes_no_difference():
    for points in (25, 500, 550, 700, 1900, 10000):
        rate = Rate(points)
        for minor in range(120):
            assert rate.on(-minor) == -rate.on(minor)
            assert rate.within(-minor) == -rate.within(minor)
