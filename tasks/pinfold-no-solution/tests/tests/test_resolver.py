from itertools import product
from random import Random

import pytest

from pinfold import Catalog, Range, Unsolvable, Version, resolve


def catalog_of(releases):
    """A catalog of `{'web 2.0': {'log': '^1.4'}}`."""
    catalog = Catalog()
    for release, needs in releases.items():
        catalog.add(*release.split(), needs)
    return catalog


def solve(releases, roots, locked=None):
    """The solution as `['web 2.0.0']`."""
    versions = {name: Version.parse(text) for name, text in (locked or {}).items()}
    return [f'{name} {version}' for name, version in resolve(catalog_of(releases), roots, versions).items()]


def test_newest_first():
    releases = {'web 1.0': {}, 'web 1.10': {}, 'web 1.9': {}}
    assert solve(releases, {'web': '*'}) == ['web 1.10.0']
    assert solve(releases, {'web': '<1.10'}) == ['web 1.9.0']


def test_needs_of_needs():
    releases = {'app 1': {'web': '*', 'db': '*'}, 'web 2': {'log': '<2'}, 'db 3': {'log': '*'}, 'log 1': {}, 'log 2': {}}
    assert solve(releases, {'app': '*'}) == ['app 1.0.0', 'web 2.0.0', 'db 3.0.0', 'log 1.0.0']


def test_packages_that_need_each_other():
    releases = {'hen 1': {'egg': '*'}, 'egg 1': {'hen': '1'}, 'egg 2': {'hen': '2'}}
    assert solve(releases, {'hen': '*'}) == ['hen 1.0.0', 'egg 1.0.0']


def test_a_later_choice_is_revised():
    releases = {
        'app 1': {'web': '*', 'log': '^1'},
        'web 2': {'text': '*'},
        'web 1': {},
        'text 1': {'log': '^2'},
        'log 1': {},
        'log 2': {},
    }
    assert solve(releases, {'app': '*'}) == ['app 1.0.0', 'web 1.0.0', 'log 1.0.0']


def test_an_older_version_with_older_needs():
    releases = {'web 2': {'log': '^1.4'}, 'web 1.9': {'log': '^1.0'}, 'log 1.2': {}}
    assert solve(releases, {'web': '*'}) == ['web 1.9.0', 'log 1.2.0']


def test_locked_versions_are_kept():
    releases = {'web 1': {'log': '*'}, 'web 2': {'log': '*'}, 'log 1': {}, 'log 2': {}}
    assert solve(releases, {'web': '*'}, {'log': '1.0.0'}) == ['web 2.0.0', 'log 1.0.0']
    assert solve(releases, {'web': '*'}, {'log': '7.0.0'}) == ['web 2.0.0', 'log 2.0.0']
    assert solve(releases, {'web': '>1'}, {'web': '1.0.0'}) == ['web 2.0.0', 'log 2.0.0']


def test_yanked_releases_are_left_out():
    catalog = Catalog()
    catalog.add('web', '1.0')
    catalog.add('web', '1.1', yanked=True)
    assert resolve(catalog, {'web': '*'}) == {'web': Version(1)}
    assert resolve(catalog, {'web': '*'}, {'web': Version(1, 1)}) == {'web': Version(1, 1)}


def test_unsolvable():
    releases = {'app 1': {'web': '*', 'log': '>=2'}, 'web 1': {'log': '<2'}, 'log 1': {}, 'log 2': {}}
    with pytest.raises(Unsolvable) as caught:
        solve(releases, {'app': '*'})
    assert isinstance(caught.value.package, str)


def test_unknown_packages():
    with pytest.raises(Unsolvable, match='no version of web suits the roots'):
        solve({}, {'web': '*'})


def test_the_first_choice_is_revised():
    releases = {'web 3': {'log': '3'}, 'web 2': {'log': '2'}, 'web 1': {'log': '1'}, 'log 1': {}}
    assert solve(releases, {'web': '*'}) == ['web 1.0.0', 'log 1.0.0']


def test_one_of_two_roots_is_revised():
    releases = {'web 2': {'log': '^2'}, 'web 1': {'log': '^1'}, 'log 1': {}, 'log 2': {}}
    assert solve(releases, {'web': '*', 'log': '<2'}) == ['web 1.0.0', 'log 1.0.0']
    assert solve(releases, {'log': '<2', 'web': '*'}) == ['log 1.0.0', 'web 1.0.0']


def test_the_first_root_is_revised_for_the_second():
    releases = {'log 2': {}, 'log 1': {}, 'web 2': {'log': '^1'}, 'web 1': {'log': '^1'}}
    assert solve(releases, {'log': '*', 'web': '*'}) == ['log 1.0.0', 'web 2.0.0']


def test_a_far_jump_to_the_first_choice():
    releases = {
        'app 2': {'a': '*', 'b': '*', 'text': '^2'},
        'app 1': {'a': '*', 'b': '*', 'text': '^1'},
        'a 1': {},
        'a 2': {},
        'b 1': {},
        'b 2': {},
        'text 1': {},
    }
    assert solve(releases, {'app': '*'}) == ['app 1.0.0', 'a 2.0.0', 'b 2.0.0', 'text 1.0.0']


def test_a_jump_by_way_of_another_one():
    releases = {
        'app 2': {'web': '>=2'},
        'app 1': {'web': '*'},
        'web 3': {'log': '3'},
        'web 2': {'log': '2'},
        'web 1': {'log': '1'},
        'log 1': {},
    }
    assert solve(releases, {'app': '*'}) == ['app 1.0.0', 'web 1.0.0', 'log 1.0.0']


def test_a_locked_first_choice_is_given_up():
    releases = {'web 3': {'log': '3'}, 'web 2': {'log': '^1.4'}, 'web 1': {'log': '^1.0'}, 'log 1.2': {}}
    assert solve(releases, {'web': '<3'}, {'web': '2.0.0'}) == ['web 1.0.0', 'log 1.2.0']
    assert solve(releases, {'web': '*'}, {'web': '2.0.0', 'log': '1.2.0'}) == ['web 1.0.0', 'log 1.2.0']


def test_the_only_version_of_the_first_choice_will_not_do():
    releases = {'web 1': {'log': '2'}, 'log 1': {}}
    with pytest.raises(Unsolvable, match='no version of '):
        solve(releases, {'web': '*'})


def test_two_roots_that_exclude_each_other():
    releases = {'a 1': {'b': '2'}, 'a 2': {'b': '2'}, 'b 1': {'a': '2'}, 'b 2': {'a': '3'}}
    with pytest.raises(Unsolvable):
        solve(releases, {'a': '*', 'b': '*'})


def test_a_requirement_of_the_roots_is_not_given_up():
    releases = {'web 1': {'log': '1'}, 'log 1': {}, 'log 2': {}}
    with pytest.raises(Unsolvable) as caught:
        solve(releases, {'log': '2', 'web': '*'})
    assert caught.value.package == 'web' or caught.value.package == 'log'


NAMES = ['a', 'b', 'c', 'd']


def random_releases(random):
    """Up to three versions of four packages that need some of each other."""
    releases = {}
    for name in NAMES:
        for version in range(1, random.randint(2, 4)):
            others = [other for other in NAMES if other != name and random.random() < 0.4]
            releases[f'{name} {version}'] = {other: random.choice(['1', '2', '<=2', '>=2', '3']) for other in others}
    return releases


def fits(choice, catalog, roots):
    """Whether a choice has all that is needed, and nothing goes against it."""
    wanted = [(name, Range.parse(text)) for name, text in roots.items()]
    for name, version in choice.items():
        release = next((release for release in catalog.releases(name) if release.version == version), None)
        if release is None:
            return False
        wanted += release.needs.items()
    return all(name in choice and choice[name] in allowed for name, allowed in wanted)


def test_finds_a_choice_exactly_if_there_is_one():
    random = Random(20)
    solved = 0
    for _ in range(300):
        releases = random_releases(random)
        catalog = catalog_of(releases)
        roots = {name: random.choice(['*', '<3', '>1']) for name in random.sample(NAMES, 2)}
        options = [[None, *(release.version for release in catalog.releases(name))] for name in NAMES]
        choices = [{n: v for n, v in zip(NAMES, versions) if v} for versions in product(*options)]
        expected = any(fits(choice, catalog, roots) for choice in choices)
        try:
            assert fits(resolve(catalog, roots), catalog, roots)
            solved += 1
            assert expected
        except Unsolvable:
            assert not expected
    assert 60 < solved < 280
