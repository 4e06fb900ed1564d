/** The consumer that is running: whatever is read now becomes one of its sources. */
let running = null;

/** Something with a value. `refresh` brings the version up to date. */
export function createSource(refresh = () => {}) {
  return { version: 0, observers: new Set(), refresh };
}

/** Something that reads sources. `invalidate` tells it that one of them may have changed. */
export function createConsumer(kind, invalidate) {
  return { kind, sources: new Map(), invalidate };
}

/** Notes that the running consumer has read a source. */
export function track(source) {
  if (running === null) return;
  running.sources.set(source, source.version);
  source.observers.add(running);
}

/** Runs a function whose reads make up the sources of a consumer from now on. */
export function collect(consumer, run) {
  const old = consumer.sources;
  consumer.sources = new Map();
  const result = runAs(consumer, run);
  unlink(
    consumer,
    [...old.keys()].filter((source) => !consumer.sources.has(source)),
  );
  return result;
}

/** Runs a function that depends on nothing. */
export function untracked(run) {
  return runAs(null, run);
}

/** Whether any source of a consumer has changed since it was read. */
export function isOutdated(consumer) {
  for (const [source, version] of consumer.sources) {
    source.refresh();
    if (source.version !== version) return true;
  }
  return false;
}

/** Tells everybody who depends on a source that it may have changed. */
export function invalidateObservers(source) {
  for (const observer of source.observers) observer.invalidate();
}

export function disconnect(consumer) {
  unlink(consumer, consumer.sources.keys());
  consumer.sources = new Map();
}

export function isDeriving() {
  return running !== null && running.kind === 'derived';
}

function runAs(consumer, run) {
  const outer = running;
  running = consumer;
  const result = run();
  running = outer;
  return result;
}

function unlink(consumer, sources) {
  for (const source of sources) source.observers.delete(consumer);
}
