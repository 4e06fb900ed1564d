import pytest

from tillroll import Money, split


def test_even():
    assert split(90, [1, 1, 1]) == [30, 30, 30]
    assert split(100, [3, 1]) == [75, 25]


def test_what_does_not_divide_goes_to_the_earliest():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(5, [1, 1, 1]) == [2, 2, 1]


def test_less_than_one_each():
    assert split(2, [1, 1, 1, 1]) == [1, 1, 0, 0]
    assert split(0, [1, 2]) == [0, 0]


def test_sum_is_kept():
    for total in range(200):
        assert sum(split(total, [7, 11, 2, 5])) == total


def test_refuses_bad_weights():
    with pytest.raises(ValueError):
        split(10, [1, -1, 2])
    with pytest.raises(ValueError):
        split(10, [0, 0])
    with pytest.raises(ValueError):
        split(10, [])


def test_money_splits_keep_the_currency():
    assert Money(5, 'USD').split([1, 1]) == [Money(3, 'USD'), Money(2, 'USD')]
