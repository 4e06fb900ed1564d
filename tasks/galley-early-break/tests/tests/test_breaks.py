from galley.breaks import fill
from galley.words import split


def texts(lines):
    return [[word.text for word in line] for line in lines]


def test_fill():
    assert texts(fill(split('a bb ccc', 9), 4)) == [['a', 'bb'], ['ccc']]


def test_words_that_are_too_wide_stand_alone():
    assert texts(fill(split('abcdef a bcdefg', 9), 4)) == [['abcdef'], ['a'], ['bcdefg']]


def test_nothing():
    assert texts(fill([], 4)) == []
