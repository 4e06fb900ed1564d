import pytest

from tillroll import CurrencyMismatch, Invoice, Line, Money, Rate

LOW = Rate.parse('7%')
FULL = Rate.parse('19%')


def eur(text):
    return Money.parse(text, 'EUR')


def groceries(discount=None):
    return Invoice('2031', 'EUR', discount=discount, lines=[
        Line('Apples', eur('2.49'), quantity='1.5', tax=LOW),
        Line('Crate', eur('4.00'), tax=FULL),
    ])


def test_totals():
    totals = groceries().totals()
    assert totals.net.minor == 774
    assert totals.taxes[LOW].minor == 26
    assert totals.taxes[FULL].minor == 76
    assert totals.gross.minor == 876


def test_an_empty_invoice():
    totals = Invoice('1', 'EUR').totals()
    assert totals.gross.minor == 0
    assert totals.taxes == {}


def test_discount_is_spread_over_the_lines():
    invoice = groceries(discount=eur('1.00'))
    assert [share.minor for share in invoice.discounts()] == [49, 51]
    assert [amount.minor for amount in invoice.discounted()] == [325, 349]


def test_totals_with_a_discount():
    totals = groceries(discount=eur('1.00')).totals()
    assert totals.net.minor == 674
    assert str(totals.gross) == '7.63 EUR'


def test_taxes_are_worked_out_once_per_rate():
    invoice = Invoice('7', 'EUR', [Line('Stamp', eur('0.07'), tax=LOW) for _ in range(10)])
    assert invoice.totals().taxes[LOW].minor == 5


def test_lines_have_the_currency_of_the_invoice():
    with pytest.raises(CurrencyMismatch):
        Invoice('1', 'EUR').add(Line('Tea', Money(100, 'USD')))


def test_credit_note_of_round_amounts():
    invoice = Invoice('3', 'EUR').add(Line('Lamp', eur('20.00'), 2, FULL))
    totals = invoice.credit_note('3-C').totals()
    assert totals.net.minor == -4000
    assert totals.gross.minor == -4760


def test_credit_note_takes_the_invoice_back():
    invoice = groceries(discount=eur('1.00'))
    note = invoice.credit_note('2031-C')
    assert note.totals().gross == -invoice.totals().gross
    assert note.discounted() == [-amount for amount in invoice.discounted()]


def test_credit_note_amounts():
    note = groceries(discount=eur('1.00')).credit_note('2031-C')
    assert [line.net.minor for line in note.lines] == [-374, -400]
    assert [share.minor for share in note.discounts()] == [-49, -51]
    assert str(note.totals().gross) == '-7.63 EUR'


def test_credit_note_without_a_discount():
    totals = groceries().credit_note('2031-C').totals()
    assert totals.net.minor == -774
    assert totals.taxes[LOW].minor == -26
    assert totals.taxes[FULL].minor == -76


def test_credit_note_of_an_even_discount():
    invoice = Invoice('5', 'EUR', [Line('Lamp', eur('20.00'), 2)], discount=eur('5.00'))
    totals = invoice.credit_note('5-C').totals()
    assert totals.net.minor == -3500
    assert totals.gross.minor == -3500


def test_credit_note_taxes_round_like_the_invoice():
    rate = Rate.parse('5%')
    invoice = Invoice('8', 'EUR', [Line('Tea', eur('1.10'), 1, rate), Line('Salt', eur('0.20'), 1, rate)])
    assert invoice.totals().taxes[rate].minor == 7
    assert invoice.credit_note('8-C').totals().taxes[rate].minor == -7


def test_credit_note_of_a_credit_note():
    invoice = groceries(discount=eur('1.00'))
    again = invoice.credit_note('C').credit_note('CC')
    assert again.totals() == invoice.totals()
    assert again.totals().gross.minor == 763


def test_free_lines_bear_no_discount():
    lines = [Line('Leaflet', eur('0.00')), *(Line(name, eur('1.00')) for name in ('A', 'B', 'C'))]
    invoice = Invoice('9', 'EUR', lines, discount=eur('1.00'))
    assert [share.minor for share in invoice.discounts()] == [0, 34, 33, 33]
    assert [share.minor for share in invoice.credit_note('9-C').discounts()] == [0, -34, -33, -33]
