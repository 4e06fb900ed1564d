import pytest

from pinfold import Catalog, Unsolvable, Version, resolve


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
