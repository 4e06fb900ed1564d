from tillroll import Invoice, Line, Money, Rate, render


def lamp(quantity=2):
    line = Line('Lamp', Money(2000, 'EUR'), quantity, Rate.parse('19%'))
    return Invoice('12', 'EUR', [line])


def test_report():
    text = render(lamp())
    assert text.splitlines()[0] == 'No. 12'
    assert text.splitlines()[2] == '2 x Lamp                               40.00 EUR'
    assert text.splitlines()[-1] == 'total                                  47.60 EUR'


def test_all_rows_have_the_same_width():
    assert {len(row) for row in render(lamp()).splitlines()[1:]} == {48}


def test_report_shows_the_discount_of_a_line():
    invoice = lamp()
    invoice.discount = Money(100, 'EUR')
    rows = render(invoice).splitlines()
    assert rows[3] == '  discount                             -1.00 EUR'
    assert rows[4] == 'net                                    39.00 EUR'


def test_long_texts_are_cut():
    invoice = Invoice('1', 'EUR', [Line('x' * 80, Money(1, 'EUR'))])
    assert len(render(invoice).splitlines()[2]) == 48


def test_report_of_a_credit_note():
    invoice = Invoice('4', 'EUR', [Line('Apples', Money(249, 'EUR'), '1.5')])
    rows = render(invoice.credit_note('4-C')).splitlines()
    assert rows[0] == 'No. 4-C'
    assert rows[2] == '-1.5 x Apples                          -3.74 EUR'
    assert rows[-1] == 'total                                  -3.74 EUR'


def test_report_says_nothing_of_a_discount_that_a_line_does_not_bear():
    lines = [Line('Leaflet', Money(0, 'EUR')), Line('A', Money(100, 'EUR')), Line('B', Money(200, 'EUR'))]
    rows = render(Invoice('6', 'EUR', lines, Money(100, 'EUR'))).splitlines()
    assert rows[2] == '1 x Leaflet                             0.00 EUR'
    assert rows[3] == '1 x A                                   1.00 EUR'
    assert rows[4] == '  discount                             -0.34 EUR'
