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


def test_a_line_may_be_as_wide_as_the_measure():
    assert paragraph('to be or not to be', Style(12)) == ['to be or not', 'to be']
    assert paragraph('ab cd', Style(5)) == ['ab cd']
    assert paragraph('ab cd', Style(4)) == ['ab', 'cd']


def test_every_measure():
    assert paragraph('a bb ccc', Style(8)) == ['a bb ccc']
    assert paragraph('a bb ccc', Style(7)) == ['a bb', 'ccc']
    assert paragraph('a bb ccc', Style(4)) == ['a bb', 'ccc']
    assert paragraph('a bb ccc', Style(3)) == ['a', 'bb', 'ccc']
    assert paragraph('a bb ccc', Style(2)) == ['a', 'bb', 'cc', 'c']


def test_several_lines_that_are_full():
    assert paragraph('aa bb cc dd ee ff', Style(5)) == ['aa bb', 'cc dd', 'ee ff']
    assert paragraph('aa bb cc dd ee ff', Style(8)) == ['aa bb cc', 'dd ee ff']


def test_an_indented_line_that_is_full():
    assert paragraph('ab cd ef', Style(7, indent=2)) == ['  ab cd', 'ef']
    assert paragraph('ab cd ef', Style(8, indent=3)) == ['   ab cd', 'ef']


def test_hanging_lines_that_are_full():
    assert paragraph('ab cd ef gh', Style(7, hanging=2)) == ['ab cd', '  ef gh']
    assert paragraph('abcdefg ef gh', Style(7, hanging=2)) == ['abcde', '  fg ef', '  gh']


def test_a_full_line_needs_no_extra_spaces():
    assert paragraph('to be or not to be that is', Style(12, align='justify')) == ['to be or not', 'to  be  that', 'is']
    assert paragraph('aa bb cc dd', Style(5, align='justify')) == ['aa bb', 'cc dd']


def test_a_full_line_is_the_same_however_aligned():
    assert paragraph('to be or not', Style(12, align='right')) == ['to be or not']
    assert paragraph('to be or not', Style(12, align='centre')) == ['to be or not']
    assert paragraph('to be or not', Style(12, align='justify')) == ['to be or not']


def test_the_rest_of_a_cut_word_is_a_word():
    assert paragraph('unbreakable a', Style(6)) == ['unbrea', 'kable', 'a']
    assert paragraph('unbreakable a', Style(7)) == ['unbreak', 'able a']


def test_wide_characters():
    assert paragraph('校 正 刷 り', Style(5)) == ['校 正', '刷 り']
    assert paragraph('校 正 刷 り', Style(7)) == ['校 正', '刷 り']
    assert paragraph('校 正 刷 り', Style(8)) == ['校 正 刷', 'り']


def test_no_line_is_wider_and_no_word_is_sent_away():
    words = 'a pinch of salt and two cups of the very best flour that you can get'.split()
    for measure in range(6, 40):
        lines = paragraph(' '.join(words), Style(measure))
        assert ' '.join(lines).split() == words
        for line, after in zip(lines, lines[1:]):
            assert len(line) <= measure < len(line) + 1 + len(after.split()[0])
