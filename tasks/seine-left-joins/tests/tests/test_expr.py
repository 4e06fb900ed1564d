import pytest

from seine import col
from seine.expr import aliases, columns, conjuncts, evaluate, text

ROW = {'t.a': 1, 't.b': None, 'u.c': 3}


def test_comparisons():
    assert evaluate(col('t.a') == 1, ROW) is True
    assert evaluate(col('t.a') >= col('u.c'), ROW) is False
    assert evaluate(col('t.b') != 5, ROW) is None
    assert evaluate(col('t.a') == None, ROW) is None  # noqa: E711


def test_unknown():
    unknown = col('t.b') == 1
    assert evaluate(~unknown, ROW) is None
    assert evaluate(unknown & (col('t.a') == 2), ROW) is False
    assert evaluate(unknown & (col('t.a') == 1), ROW) is None
    assert evaluate(unknown | (col('t.a') == 1), ROW) is True
    assert evaluate(col('t.b').is_null(), ROW) is True
    assert evaluate(~col('t.b').is_null(), ROW) is False


def test_what_a_condition_is_about():
    condition = (col('t.a') == col('u.c')) & ~(col('t.b').is_null() | (col('t.a') < 5))
    assert columns(condition) == {'t.a', 't.b', 'u.c'}
    assert aliases(condition) == {'t', 'u'}
    assert len(conjuncts(condition)) == 2
    assert text(condition) == '(t.a = u.c and not ((t.b is null or t.a < 5)))'


def test_conditions_have_no_truth_of_their_own():
    with pytest.raises(TypeError):
        bool(col('t.a') == 1)
