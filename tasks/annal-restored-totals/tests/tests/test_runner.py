import pytest

from annal import MemoryShelf, Runner, Shelf, Snapshot, Store, Upcasters, View, on


class Stock(View):
    name = 'stock'

    def start(self):
        return {'pieces': {}}

    @on('delivered')
    def delivered(self, state, event):
        article = event.data['article']
        state['pieces'][article] = state['pieces'].get(article, 0) + event.data['count']


class Names(View):
    name = 'names'

    def start(self):
        return {'seen': []}

    @on('delivered')
    def delivered(self, state, event):
        if event.data['article'] not in state['seen']:
            state['seen'].append(event.data['article'])


def delivered(article, count):
    return ('delivered', {'article': article, 'count': count})


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / 'events.jsonl'))


def test_catch_up(store):
    runner = Runner(store, MemoryShelf(), [Stock(), Names()])
    store.append('a', [delivered('tea', 3), delivered('salt', 1), ('paid', {})])
    assert runner.catch_up() == 6
    assert runner.catch_up() == 0
    store.append('b', [delivered('tea', 2)])
    assert runner.catch_up() == 2
    assert runner.state('stock') == {'pieces': {'tea': 5, 'salt': 1}}
    assert runner.state('names') == {'seen': ['tea', 'salt']}


def test_a_limit(store):
    store.append('a', [delivered('tea', count) for count in range(1, 6)])
    runner = Runner(store, MemoryShelf(), [Stock()])
    assert runner.catch_up(limit=2) == 2
    assert runner.state('stock') == {'pieces': {'tea': 3}}
    assert runner.catch_up(limit=9) == 3
    assert runner.position('stock') == 5


def test_snapshots_are_taken_now_and_then(store, tmp_path):
    shelf = Shelf(str(tmp_path / 'shelf'))
    store.append('a', [delivered('tea', 1)] * 7)
    Runner(store, shelf, [Stock()], every=3).catch_up()
    assert shelf.get('stock') == Snapshot('stock', 1, 6, {'pieces': {'tea': 6}})


def test_a_restart_goes_on_from_the_snapshot(store, tmp_path):
    shelf = Shelf(str(tmp_path / 'shelf'))
    store.append('a', [delivered('tea', 1)] * 7)
    Runner(store, shelf, [Stock()], every=3).catch_up()
    runner = Runner(store, shelf, [Stock()])
    assert runner.position('stock') == 6
    assert runner.catch_up() == 1
    assert runner.state('stock') == {'pieces': {'tea': 7}}


def test_a_snapshot_from_after_the_end(store):
    shelf = MemoryShelf()
    shelf.put(Snapshot('stock', 1, 9, {'pieces': {'tea': 50}}))
    store.append('a', [delivered('tea', 1)])
    runner = Runner(store, shelf, [Stock()])
    runner.catch_up()
    assert runner.state('stock') == {'pieces': {'tea': 1}}


def test_a_snapshot_that_is_cut_off(store, tmp_path):
    shelf = Shelf(str(tmp_path))
    (tmp_path / 'stock.json').write_text('{"view": "stock", "version"')
    assert shelf.get('stock') is None


def test_states_are_json():
    with pytest.raises(ValueError):
        MemoryShelf().put(Snapshot('stock', 1, 1, {'pieces': {7: 1}}))


def test_rebuild(store):
    shelf = MemoryShelf()
    shelf.put(Snapshot('stock', 1, 1, {'pieces': {'tea': 50}}))
    store.append('a', [delivered('tea', 1), delivered('tea', 1)])
    runner = Runner(store, shelf, [Stock()])
    runner.catch_up()
    assert runner.state('stock') == {'pieces': {'tea': 51}}
    runner.rebuild('stock')
    assert runner.state('stock') == {'pieces': {'tea': 2}}


def test_one_record_as_several_events(store):
    upcasters = Upcasters()
    upcasters.add('basket', 1, lambda data: [('delivered', 1, {'article': name, 'count': 1}) for name in data['names']])
    store.append('a', [('basket', {'names': ['tea', 'salt', 'tea']})])
    runner = Runner(store, MemoryShelf(), [Stock()], upcasters=upcasters)
    assert runner.catch_up() == 3
    assert runner.state('stock') == {'pieces': {'tea': 2, 'salt': 1}}
