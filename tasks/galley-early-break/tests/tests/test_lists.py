from galley import bullets, numbered


def test_bullets():
    assert bullets(['milk and some butter', 'bread'], 12) == ['- milk and', '  some', '  butter', '- bread']


def test_another_marker():
    assert bullets(['milk'], 12, marker='=>') == ['=> milk']


def test_numbers_are_aligned():
    assert numbered(['nine', 'ten', ''], 20, first=9) == [' 9. nine', '10. ten', '11.']


def test_items_that_are_full():
    assert bullets(['rye bread', 'rye bread and'], 11) == ['- rye bread', '- rye bread', '  and']
    assert bullets(['ab cd'], 7) == ['- ab cd']
    assert bullets(['ab cd'], 6) == ['- ab', '  cd']


def test_numbered_items_that_are_full():
    assert numbered(['ab cd', 'ef gh'], 9, first=9) == [' 9. ab cd', '10. ef gh']
