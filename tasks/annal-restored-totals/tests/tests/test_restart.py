from random import Random

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


class NewStock(Stock):
    version = 2

    @on('returned')
    def returned(self, state, event):
        state['pieces'][event.data['article']] -= event.data['count']


class Orders(View):
    """Keeps data of events, and changes it later."""

    name = 'orders'

    def start(self):
        return {'open': []}

    @on('delivered')
    def delivered(self, state, event):
        for data in state['open']:
            data['done'] = True
        state['open'].append(event.data)


class Log(View):
    """Writes down all that it sees."""

    name = 'log'

    def start(self):
        return {'seen': []}

    @on('delivered')
    def delivered(self, state, event):
        state['seen'].append([event.position, sorted(event.data)])


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / 'events.jsonl'))


@pytest.fixture(params=['memory', 'folder'])
def shelf(request, tmp_path):
    return MemoryShelf() if request.param == 'memory' else Shelf(str(tmp_path / 'shelf'))


def delivered(article, count=1):
    return ('delivered', {'article': article, 'count': count})


def returned(article, count=1):
    return ('returned', {'article': article, 'count': count})


def basket(*names):
    return ('basket', {'names': list(names)})


def baskets():
    upcasters = Upcasters()
    upcasters.add('basket', 1, lambda data: [('delivered', 1, {'article': name, 'count': 1}) for name in data['names']])
    return upcasters


def pieces(runner):
    return runner.state('stock')['pieces']


def test_a_limit_within_a_record(store):
    store.append('a', [basket('tea', 'salt', 'rice'), basket('tea', 'salt')])
    runner = Runner(store, MemoryShelf(), [Stock()], upcasters=baskets())
    assert runner.catch_up(limit=1) == 3
    assert pieces(runner) == {'tea': 1, 'salt': 1, 'rice': 1}
    assert runner.position('stock') == 1
    assert runner.catch_up(limit=1) == 2
    assert pieces(runner) == {'tea': 2, 'salt': 2, 'rice': 1}


def test_a_limit_that_is_met_at_the_end_of_a_record(store):
    store.append('a', [basket('tea', 'salt'), basket('tea', 'salt')])
    runner = Runner(store, MemoryShelf(), [Stock()], upcasters=baskets())
    assert runner.catch_up(limit=2) == 2
    assert runner.position('stock') == 1
    assert runner.catch_up(limit=0) == 0
    assert runner.catch_up(limit=5) == 2


def test_the_limit_is_for_each_view(store):
    store.append('a', [delivered('tea') for _ in range(4)])
    runner = Runner(store, MemoryShelf(), [Stock(), Log()])
    assert runner.catch_up(limit=3) == 6
    assert runner.position('log') == 3
    assert runner.catch_up(limit=3) == 2


def test_snapshots_hold_whole_records(store, shelf):
    store.append('a', [basket('tea', 'salt', 'rice'), basket('tea', 'salt')])
    Runner(store, shelf, [Stock()], every=1, upcasters=baskets()).catch_up(limit=1)
    assert shelf.get('stock').position == 1
    assert shelf.get('stock').state == {'pieces': {'tea': 1, 'salt': 1, 'rice': 1}}
    runner = Runner(store, shelf, [Stock()], upcasters=baskets())
    runner.catch_up()
    assert pieces(runner) == {'tea': 2, 'salt': 2, 'rice': 1}


def test_every_counts_records(store, shelf):
    store.append('a', [basket('tea', 'salt', 'rice'), basket('tea', 'salt'), delivered('tea')])
    Runner(store, shelf, [Stock()], every=2, upcasters=baskets()).catch_up()
    assert shelf.get('stock').position == 2
    assert shelf.get('stock').state == {'pieces': {'tea': 2, 'salt': 2, 'rice': 1}}


def test_no_snapshot_for_each_record(store):
    put = []

    class Counting(MemoryShelf):
        def put(self, snapshot):
            put.append(snapshot.position)
            super().put(snapshot)

    store.append('a', [delivered('tea') for _ in range(10)])
    runner = Runner(store, Counting(), [Stock()], every=4)
    for _ in range(12):
        runner.catch_up(limit=1)
    assert put == [4, 8]


def test_a_snapshot_does_not_change(store, shelf):
    runner = Runner(store, shelf, [Stock()], every=2)
    store.append('a', [delivered('tea'), delivered('tea'), delivered('tea')])
    runner.catch_up()
    assert shelf.get('stock').state == {'pieces': {'tea': 2}}


def test_a_restart_and_another_one(store, shelf):
    store.append('a', [delivered('tea') for _ in range(5)])
    Runner(store, shelf, [Stock()], every=2).catch_up()
    for _ in range(3):
        runner = Runner(store, shelf, [Stock()])
        assert pieces(runner) == {'tea': 4}
        runner.catch_up()
        assert pieces(runner) == {'tea': 5}


def test_a_state_that_is_asked_for_is_a_copy(store, shelf):
    store.append('a', [delivered('tea'), delivered('salt')])
    runner = Runner(store, shelf, [Stock()])
    runner.catch_up()
    pieces(runner).clear()
    runner.state('stock')['more'] = 1
    assert runner.state('stock') == {'pieces': {'tea': 1, 'salt': 1}}
    store.append('a', [delivered('tea')])
    runner.catch_up()
    assert pieces(runner) == {'tea': 2, 'salt': 1}


def test_a_state_stays_as_it_was_when_asked_for(store):
    store.append('a', [delivered('tea')])
    runner = Runner(store, MemoryShelf(), [Stock()])
    before = runner.state('stock')
    runner.catch_up()
    assert before == {'pieces': {}}


def test_a_restored_state_is_a_copy(store, shelf):
    store.append('a', [delivered('tea'), delivered('tea')])
    Runner(store, shelf, [Stock()], every=2).catch_up()
    pieces(Runner(store, shelf, [Stock()])).clear()
    assert pieces(Runner(store, shelf, [Stock()])) == {'tea': 2}


def test_nobody_sees_half_a_record(store):
    seen = []

    class Watched(Stock):
        @on('delivered')
        def watched(self, state, event):
            super().delivered(state, event)
            seen.append(runner.state('stock')['pieces'])

    runner = Runner(store, MemoryShelf(), [Watched()], upcasters=baskets())
    store.append('a', [basket('tea', 'salt'), basket('tea')])
    runner.catch_up()
    assert seen == [{}, {}, {'tea': 1, 'salt': 1}]
    assert pieces(runner) == {'tea': 2, 'salt': 1}


def test_a_handler_that_raises(store):
    counts = {'salt': None}
    upcasters = Upcasters()
    upcasters.add(
        'basket', 1, lambda data: [('delivered', 1, {'article': n, 'count': counts.get(n, 1)}) for n in data['names']]
    )
    store.append('a', [delivered('rice'), basket('tea', 'salt', 'tea'), delivered('rice')])
    runner = Runner(store, MemoryShelf(), [Stock()], upcasters=upcasters)
    for _ in range(3):
        with pytest.raises(TypeError):
            runner.catch_up()
        assert pieces(runner) == {'rice': 1}
        assert runner.position('stock') == 1
    counts['salt'] = 0
    runner.catch_up()
    assert pieces(runner) == {'rice': 2, 'tea': 2, 'salt': 0}


def test_a_handler_that_raises_after_it_has_begun(store):
    class Fragile(Stock):
        @on('delivered')
        def fragile(self, state, event):
            super().delivered(state, event)
            if event.data['article'] == 'salt':
                raise RuntimeError('salt')

    store.append('a', [delivered('tea'), delivered('salt')])
    runner = Runner(store, MemoryShelf(), [Fragile()], every=1)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            runner.catch_up()
    assert pieces(runner) == {'tea': 1}
    assert runner.shelf.get('stock').state == {'pieces': {'tea': 1}}


def test_a_snapshot_of_another_version_is_absent(store, shelf):
    store.append('a', [delivered('tea', 5), returned('tea', 2)])
    Runner(store, shelf, [Stock()], every=1).catch_up()
    runner = Runner(store, shelf, [NewStock()])
    assert runner.position('stock') == 0
    assert runner.state('stock') == {'pieces': {}}
    runner.catch_up()
    assert pieces(runner) == {'tea': 3}


def test_a_snapshot_of_a_newer_version_is_absent_too(store, shelf):
    store.append('a', [delivered('tea', 5), returned('tea', 2)])
    Runner(store, shelf, [NewStock()], every=1).catch_up()
    assert shelf.get('stock').version == 2
    runner = Runner(store, shelf, [Stock()])
    runner.catch_up()
    assert pieces(runner) == {'tea': 5}


def test_what_was_before_a_rebuild_does_not_come_back(store, shelf):
    class Changed(NewStock):
        version = 1

    store.append('a', [delivered('tea', 5), returned('tea', 2)])
    Runner(store, shelf, [Stock()], every=2).catch_up()
    runner = Runner(store, shelf, [Changed()])
    runner.rebuild('stock')
    assert pieces(runner) == {'tea': 3}
    restarted = Runner(store, shelf, [Changed()])
    restarted.catch_up()
    assert pieces(restarted) == {'tea': 3}


def test_nor_does_it_if_the_rebuild_fails(store, shelf):
    class Changed(NewStock):
        version = 1

        @on('returned')
        def broken(self, state, event):
            raise RuntimeError('not yet')

    store.append('a', [delivered('tea', 5), returned('tea', 2)])
    Runner(store, shelf, [Stock()], every=2).catch_up()
    with pytest.raises(RuntimeError):
        Runner(store, shelf, [Changed()]).rebuild('stock')
    NewStock.version = 1
    try:
        restarted = Runner(store, shelf, [NewStock()])
    finally:
        NewStock.version = 2
    restarted.catch_up()
    assert pieces(restarted) == {'tea': 3}


def test_a_rebuild_of_one_view_is_none_of_the_others(store, shelf):
    store.append('a', [delivered('tea'), delivered('salt')])
    runner = Runner(store, shelf, [Stock(), Log()], every=1)
    runner.catch_up()
    runner.rebuild('stock')
    assert shelf.get('log').position == 2
    assert runner.position('log') == 2
    assert runner.position('stock') == 2


def test_snapshots_go_on_after_a_rebuild(store, shelf):
    store.append('a', [delivered('tea') for _ in range(5)])
    runner = Runner(store, shelf, [Stock()], every=2)
    runner.catch_up()
    runner.rebuild('stock')
    store.append('a', [delivered('tea') for _ in range(3)])
    runner.catch_up()
    assert pieces(Runner(store, shelf, [Stock()])) == {'tea': shelf.get('stock').position}
    assert shelf.get('stock').position >= 6


def test_views_do_not_share_data(store, shelf):
    store.append('a', [delivered('tea'), delivered('salt')])
    runner = Runner(store, shelf, [Orders(), Log()])
    runner.catch_up()
    assert runner.state('log') == {'seen': [[1, ['article', 'count']], [2, ['article', 'count']]]}
    runner.rebuild('log')
    assert runner.state('log') == {'seen': [[1, ['article', 'count']], [2, ['article', 'count']]]}
    assert [sorted(record.data) for record in store.read_all()] == [['article', 'count'], ['article', 'count']]


def test_the_events_of_a_record_do_not_share_data(store):
    upcasters = Upcasters()
    upcasters.add('twice', 1, lambda data: [('delivered', 1, data), ('delivered', 1, data)])
    store.append('a', [('twice', {'article': 'tea', 'count': 1})])
    runner = Runner(store, MemoryShelf(), [Orders(), Log()], upcasters=upcasters)
    runner.catch_up()
    first, second = runner.state('orders')['open']
    assert sorted(first) == ['article', 'count', 'done']
    assert sorted(second) == ['article', 'count']
    assert runner.state('log') == {'seen': [[1, ['article', 'count']], [1, ['article', 'count']]]}


def test_upcasters_may_change_what_they_get(store):
    def rename(data):
        data['article'] = data.pop('name')
        return [('delivered', 2, data)]

    upcasters = Upcasters()
    upcasters.add('delivered', 1, rename)
    store.append('a', [('delivered', {'name': 'tea', 'count': 1})])
    runner = Runner(store, MemoryShelf(), [Stock(), Log()], upcasters=upcasters)
    runner.catch_up()
    runner.rebuild('stock')
    assert pieces(runner) == {'tea': 1}
    assert [record.data for record in store.read('a')] == [{'name': 'tea', 'count': 1}]


def test_restarts_make_no_difference(tmp_path):
    for seed in range(12):
        random = Random(seed)
        store = Store(str(tmp_path / f'{seed}.jsonl'))
        shelf = MemoryShelf()
        runner = None
        for _ in range(30):
            names = [random.choice('abc') for _ in range(random.randint(0, 4))]
            store.append('s', [basket(*names), delivered(random.choice('abc'))])
            if runner is None or random.random() < 0.3:
                views = [Stock(), Orders(), Log()]
                runner = Runner(store, shelf, views, every=random.randint(1, 9), upcasters=baskets())
            runner.catch_up(limit=random.choice([None, 1, 2, 3]))
        runner.catch_up()
        fresh = Runner(store, MemoryShelf(), [Stock(), Orders(), Log()], upcasters=baskets())
        fresh.catch_up()
        for name in ['stock', 'orders', 'log']:
            assert runner.state(name) == fresh.state(name)


def test_what_is_on_the_shelf_is_a_copy(shelf):
    state = {'pieces': {'tea': 1}}
    shelf.put(Snapshot('stock', 1, 3, state))
    state['pieces']['tea'] = 2
    shelf.get('stock').state['pieces'].clear()
    assert shelf.get('stock').state == {'pieces': {'tea': 1}}
