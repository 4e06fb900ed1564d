import pytest

from tillroll import CurrencyMismatch, Money


def test_parse():
    assert Money.parse('12.34', 'EUR').minor == 1234
    assert Money.parse('12.3', 'EUR').minor == 1230
    assert Money.parse('12', 'EUR').minor == 1200
    assert Money.parse('-0.50', 'EUR').minor == -50


def test_parse_knows_the_digits_of_a_currency():
    assert Money.parse('250', 'JPY').minor == 250
    assert Money.parse('1.5', 'KWD').minor == 1500


@pytest.mark.parametrize('text', ['', 'ten', '1,50', '1.234', '.5'])
def test_parse_refuses(text):
    with pytest.raises(ValueError):
        Money.parse(text, 'EUR')


def test_text():
    assert str(Money(1234, 'EUR')) == '12.34 EUR'
    assert str(Money(5, 'EUR')) == '0.05 EUR'
    assert str(Money(-5, 'EUR')) == '-0.05 EUR'
    assert str(Money(250, 'JPY')) == '250 JPY'


def test_arithmetic():
    assert (Money(150, 'EUR') + Money(25, 'EUR')).minor == 175
    assert (Money(150, 'EUR') - Money(175, 'EUR')).minor == -25
    assert -Money(3, 'EUR') == Money(-3, 'EUR')


def test_currencies_do_not_mix():
    with pytest.raises(CurrencyMismatch):
        Money(1, 'EUR') + Money(1, 'USD')


def test_times():
    assert Money(249, 'EUR').times(3).minor == 747
    assert Money(100, 'EUR').times('1.25').minor == 125


def test_times_rounds_halves_away_from_zero():
    assert Money(249, 'EUR').times('1.5').minor == 374
    assert Money(1, 'EUR').times('0.5').minor == 1
    assert Money(1, 'EUR').times('0.49').minor == 0


def test_times_a_negative_quantity():
    assert Money(249, 'EUR').times(-3).minor == -747
    assert Money(100, 'EUR').times('-1.25').minor == -125


def test_times_rounds_negative_halves_away_from_zero():
    assert Money(249, 'EUR').times('-1.5').minor == -374
    assert Money(-249, 'EUR').times('1.5').minor == -374
    assert Money(-1, 'EUR').times('0.5').minor == -1
    assert Money(-249, 'EUR').times('-1.5').minor == 374


def test_times_rounds_other_negatives_to_the_nearest():
    assert Money(-1, 'EUR').times('0.49').minor == 0
    assert Money(-1, 'EUR').times('0.51').minor == -1
    assert Money(-10, 'EUR').times('0.14').minor == -1
