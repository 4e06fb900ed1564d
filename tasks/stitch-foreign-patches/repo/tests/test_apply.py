import pytest

from stitch import Rejected, apply, diff, parse_patch


def letters(text):
    return ''.join(f'{letter}\n' for letter in text)


def test_two_hunks():
    patch = diff(letters('abcdefghijkl'), letters('abXdefghiklm'), context=1)
    assert apply(patch, letters('abcdefghijkl')) == letters('abXdefghiklm')


def test_lines_above_were_added_or_removed():
    patch = diff(letters('abcdefgh'), letters('abcdeFgh'), context=1)
    assert apply(patch, letters('xyzabcdefgh')) == letters('xyzabcdeFgh')
    assert apply(patch, letters('defgh')) == letters('deFgh')


def test_the_nearest_place():
    patch = diff(letters('ab--cd--ef--gh'), letters('ab--cd-+-ef--gh'), context=1)
    assert apply(patch, letters('ab--cd--ef--gh')) == letters('ab--cd-+-ef--gh')
    assert apply(patch, letters('Xab--cd--ef--gh')) == letters('Xab--cd-+-ef--gh')


def test_rejected():
    patch = diff(letters('abcdefghijkl'), letters('aBcdefghijKl'), context=1)
    with pytest.raises(Rejected) as caught:
        apply(patch, letters('abcdefghijlk'))
    assert caught.value.hunk == 2


def test_nothing_to_do():
    assert apply(parse_patch('+++ b/x\n'), 'a') == 'a'
