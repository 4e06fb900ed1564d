import pytest

from galley import Style, paragraph

FOX = 'The quick brown fox jumps over the lazy dog.'


def test_left():
    assert paragraph(FOX, Style(17)) == ['The quick brown', 'fox jumps over', 'the lazy dog.']


def test_right():
    assert paragraph(FOX, Style(17, align='right')) == ['  The quick brown', '   fox jumps over', '    the lazy dog.']


def test_centre():
    assert paragraph(FOX, Style(17, align='centre')) == [' The quick brown', ' fox jumps over', '  the lazy dog.']


def test_justify():
    assert paragraph(FOX, Style(17, align='justify')) == ['The  quick  brown', 'fox   jumps  over', 'the lazy dog.']


def test_indent():
    assert paragraph('one two three four', Style(12, indent=4)) == ['    one two', 'three four']


def test_hanging():
    assert paragraph('one two three four', Style(12, hanging=4)) == ['one two', '    three', '    four']


def test_long_words_are_cut():
    assert paragraph('an unbreakable one', Style(6)) == ['an', 'unbrea', 'kable', 'one']


def test_no_words():
    assert paragraph(' \n ', Style(10)) == []


def test_a_style_leaves_room_for_text():
    with pytest.raises(ValueError):
        Style(8, indent=8)
    with pytest.raises(ValueError):
        Style(8, hanging=-1)
    with pytest.raises(ValueError):
        Style(8, align='middle')
