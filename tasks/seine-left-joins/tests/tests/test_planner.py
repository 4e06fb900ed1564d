from seine import Database, col


def shop(customers=40, orders=200, lines=900):
    db = Database()
    db.add('customers', [{'id': n, 'name': f'c{n}', 'city': n % 7} for n in range(customers)], indexes=['id', 'city'])
    db.add('orders', [{'id': n, 'customer': n % 50, 'day': n % 31} for n in range(orders)], indexes=['customer'])
    db.add('lines', [{'order': n % 220, 'article': n % 13} for n in range(lines)])
    return db


def ordered(db):
    return db.query('orders').join('customers', on=col('orders.customer') == col('customers.id'))


def test_a_hash_join_with_the_smaller_side_on_the_right():
    assert ordered(shop()).select('orders.id').explain().splitlines() == [
        'project orders.id',
        '  join (hash) orders.customer = customers.id',
        '    scan orders (customer, id)',
        '    scan customers (id)',
    ]


def test_lookups_and_what_follows_from_equalities():
    query = ordered(shop()).where(col('orders.customer') == 7).select('customers.name', 'orders.day').order_by('orders.day')
    assert query.explain().splitlines() == [
        'project customers.name, orders.day',
        '  sort orders.day',
        '    join (hash) orders.customer = customers.id',
        '      lookup orders (customer, day) by customer = 7',
        '      lookup customers (id, name) by id = 7',
    ]


def test_other_conditions_are_pushed_down():
    query = ordered(shop()).where((col('orders.day') > 20) & (col('customers.city') != 3)).select('orders.id').limit(5)
    assert query.explain().splitlines() == [
        'project orders.id',
        '  limit 5',
        '    join (hash) orders.customer = customers.id',
        '      filter orders.day > 20',
        '        scan orders (customer, day, id)',
        '      filter customers.city != 3',
        '        scan customers (city, id)',
    ]


def test_the_smallest_first():
    query = (
        shop()
        .query('lines')
        .join('orders', on=col('orders.id') == col('lines.order'))
        .join('customers', on=col('orders.customer') == col('customers.id'))
        .select('lines.article', 'customers.name')
    )
    assert query.explain().splitlines() == [
        'project lines.article, customers.name',
        '  join (hash) lines.order = orders.id',
        '    scan lines (article, order)',
        '    join (hash) orders.customer = customers.id',
        '      scan orders (customer, id)',
        '      scan customers (id, name)',
    ]


def test_a_loop():
    query = shop().query('customers', 'a').join('customers', on=col('a.id') < col('b.id'), alias='b').select('a.id')
    assert query.explain().splitlines() == [
        'project a.id',
        '  join (loop) a.id < b.id',
        '    scan customers as a (id)',
        '    scan customers as b (id)',
    ]


def left_ordered(db):
    return db.query('orders').left_join('customers', on=col('orders.customer') == col('customers.id'))


def test_left_joins_are_hash_joins():
    query = left_ordered(shop()).where((col('orders.day') > 20) & col('customers.city').is_null())
    assert query.select('orders.id', 'customers.name').explain().splitlines() == [
        'project orders.id, customers.name',
        '  filter customers.city is null',
        '    left join (hash) orders.customer = customers.id',
        '      filter orders.day > 20',
        '        scan orders (customer, day, id)',
        '      scan customers (city, id, name)',
    ]


def test_the_sides_of_a_left_join_stay():
    query = left_ordered(shop(customers=400, orders=20)).select('orders.id')
    assert query.explain().splitlines() == [
        'project orders.id',
        '  left join (hash) orders.customer = customers.id',
        '    scan orders (customer, id)',
        '    scan customers (id)',
    ]


def test_a_left_join_stays_one():
    query = left_ordered(shop()).where(col('customers.city') == 3).select('orders.id')
    assert query.explain().splitlines() == [
        'project orders.id',
        '  filter customers.city = 3',
        '    left join (hash) orders.customer = customers.id',
        '      scan orders (customer, id)',
        '      scan customers (city, id)',
    ]


def test_lookups_on_both_sides_of_a_left_join():
    query = left_ordered(shop()).where(col('orders.customer') == 7).select('orders.id')
    assert query.explain().splitlines() == [
        'project orders.id',
        '  left join (hash) orders.customer = customers.id',
        '    lookup orders (customer, id) by customer = 7',
        '    lookup customers (id) by id = 7',
    ]


def test_what_on_says_about_each_side():
    on = (col('orders.customer') == col('customers.id')) & (col('customers.city') == 3) & (col('orders.day') < 9)
    query = shop().query('orders').left_join('customers', on=on).select('orders.id')
    assert query.explain().splitlines() == [
        'project orders.id',
        '  left join (hash) orders.customer = customers.id and orders.day < 9',
        '    scan orders (customer, day, id)',
        '    lookup customers (id) by city = 3',
    ]


def test_nothing_follows_for_the_left_side():
    on = (col('orders.customer') == col('customers.id')) & (col('customers.id') == 3)
    query = shop().query('orders').left_join('customers', on=on).select('orders.id')
    assert query.explain().splitlines() == [
        'project orders.id',
        '  left join (hash) orders.customer = customers.id',
        '    scan orders (customer, id)',
        '    lookup customers (id) by id = 3',
    ]


def test_a_loop_with_left_rows():
    query = shop().query('customers', 'a').left_join('customers', on=col('a.id') < col('b.id'), alias='b').select('a.id')
    assert query.explain().splitlines() == [
        'project a.id',
        '  left join (loop) a.id < b.id',
        '    scan customers as a (id)',
        '    scan customers as b (id)',
    ]


def test_the_order_of_joins_on_the_left_side():
    query = (
        shop()
        .query('lines')
        .join('orders', on=col('orders.id') == col('lines.order'))
        .left_join('customers', on=col('orders.customer') == col('customers.id'))
        .where(col('orders.day') == 4)
        .select('lines.article', 'customers.name')
    )
    assert query.explain().splitlines() == [
        'project lines.article, customers.name',
        '  left join (hash) orders.customer = customers.id',
        '    join (hash) lines.order = orders.id',
        '      scan lines (article, order)',
        '      filter orders.day = 4',
        '        scan orders (customer, day, id)',
        '    scan customers (id, name)',
    ]


def test_joins_above_a_left_join():
    query = (
        left_ordered(shop(lines=60))
        .join('lines', on=col('orders.id') == col('lines.order'))
        .where(col('lines.article') == 5)
        .select('customers.name')
    )
    assert query.explain().splitlines() == [
        'project customers.name',
        '  join (hash) orders.id = lines.order',
        '    left join (hash) orders.customer = customers.id',
        '      scan orders (customer, id)',
        '      scan customers (id, name)',
        '    filter lines.article = 5',
        '      scan lines (article, order)',
    ]


def test_two_left_joins():
    query = (
        left_ordered(shop())
        .left_join('lines', on=(col('orders.id') == col('lines.order')) & (col('lines.article') > 5))
        .where((col('orders.customer') == 7) & (col('customers.city') != 2))
        .select('lines.article')
    )
    assert query.explain().splitlines() == [
        'project lines.article',
        '  left join (hash) orders.id = lines.order',
        '    filter customers.city != 2',
        '      left join (hash) orders.customer = customers.id',
        '        lookup orders (customer, id) by customer = 7',
        '        lookup customers (city, id) by id = 7',
        '    filter lines.article > 5',
        '      scan lines (article, order)',
    ]


def test_a_left_join_has_the_rows_of_its_left_side_at_least():
    db = shop(orders=30, lines=10)
    db.add('one', [{'id': 1}])
    db.add('notes', [{'order': n} for n in range(20)])
    query = (
        db.query('orders')
        .left_join('one', on=col('orders.id') == col('one.id'))
        .join('lines', on=col('lines.order') == col('orders.id'))
        .join('notes', on=col('notes.order') == col('orders.id'))
        .select('orders.id')
    )
    assert query.explain().splitlines() == [
        'project orders.id',
        '  join (hash) orders.id = notes.order',
        '    join (hash) orders.id = lines.order',
        '      left join (hash) orders.id = one.id',
        '        scan orders (id)',
        '        scan one (id)',
        '      scan lines (order)',
        '    scan notes (order)',
    ]


def test_a_left_join_may_have_more_rows_than_its_left_side():
    db = shop(customers=30, orders=200)
    db.add('notes', [{'customer': n} for n in range(100)])
    query = (
        db.query('customers')
        .left_join('orders', on=col('orders.customer') == col('customers.id'))
        .join('notes', on=col('notes.customer') == col('customers.id'))
        .select('orders.id')
    )
    assert query.explain().splitlines() == [
        'project orders.id',
        '  join (hash) customers.id = notes.customer',
        '    left join (hash) customers.id = orders.customer',
        '      scan customers (id)',
        '      scan orders (customer, id)',
        '    scan notes (customer)',
    ]
