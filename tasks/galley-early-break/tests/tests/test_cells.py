from galley import width
from galley.cells import cut
from galley.words import split


def test_width():
    assert width('') == 0
    assert width('galley') == 6
    assert width('校正') == 4
    assert width('e\u0301te\u0301') == 3


def test_cut():
    assert cut('galley', 4) == 4
    assert cut('galley', 6) == 6
    assert cut('校正刷り', 5) == 2
    assert cut('e\u0301te\u0301', 1) == 2


def test_cut_takes_at_least_one():
    assert cut('校正', 1) == 1


def test_split():
    assert [word.text for word in split('  to  be\nor not ', 5)] == ['to', 'be', 'or', 'not']


def test_split_cuts_long_words():
    assert [word.text for word in split('unbreakable it is', 4)] == ['unbr', 'eaka', 'ble', 'it', 'is']
    assert [word.width for word in split('校正刷り', 5)] == [4, 4]
