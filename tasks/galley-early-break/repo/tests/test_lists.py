from galley import bullets, numbered


def test_bullets():
    assert bullets(['milk and some butter', 'bread'], 12) == ['- milk and', '  some', '  butter', '- bread']


def test_another_marker():
    assert bullets(['milk'], 12, marker='=>') == ['=> milk']


def test_numbers_are_aligned():
    assert numbered(['nine', 'ten', ''], 20, first=9) == [' 9. nine', '10. ten', '11.']
