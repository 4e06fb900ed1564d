import pytest

from galley import Column, row, table

WIDE = Column(10)
NARROW = Column(6, align='right')


def test_row():
    assert row(['Tea', '3.20'], [WIDE, NARROW]) == ['Tea           3.20']


def test_the_highest_cell_counts():
    assert row(['Earl Grey from Nilgiri', '12'], [WIDE, NARROW], gap=1) == ['Earl Grey      12', 'from', 'Nilgiri']


def test_a_receipt():
    columns = [Column(14), Column(6, align='right')]
    rows = [['Darjeeling tea', '3.20'], ['Scones', '104.50']]
    assert table(rows, columns) == ['Darjeeling tea    3.20', 'Scones          104.50']


def test_high_rows_stand_apart():
    lines = table([['a', '1'], ['b and any more', '2'], ['c', '3']], [WIDE, NARROW])
    assert lines == ['a                1', '', 'b and any        2', 'more', '', 'c                3']


def test_each_column_needs_a_text():
    with pytest.raises(ValueError):
        row(['a'], [WIDE, NARROW])


def test_a_full_cell():
    assert row(['Darjeeling tea', '3.20'], [Column(14), NARROW]) == ['Darjeeling tea    3.20']
    assert row(['Earl Grey', 'at 3.2'], [Column(9), NARROW], gap=1) == ['Earl Grey at 3.2']


def test_full_cells_need_no_empty_lines():
    columns = [Column(5), Column(3)]
    assert table([['ab cd', 'a b'], ['ef gh', 'c d']], columns, gap=1) == ['ab cd a b', 'ef gh c d']
