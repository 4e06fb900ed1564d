import { LinkError, PatternError } from './error.js';
import { buildLink } from './link.js';
import { createLayer, runLayers } from './middleware.js';
import { decodePath, joinPaths } from './path.js';
import { namesOf, parsePattern } from './pattern.js';
import { createTree, nodeAt, search } from './tree.js';

/** Routes requests to handlers, and names to links. See the README for its methods. */
export class Router {
  #tree = createTree();
  #routes = [];
  #layers = [];

  add(method, pattern, handler, { name } = {}) {
    const { segments } = parsePattern(pattern);
    if (name !== undefined && this.#named(name) !== undefined) {
      throw new PatternError(`there is a route named "${name}" already`, pattern);
    }
    const { routes } = nodeAt(this.#tree, segments);
    if (routes.has(method)) {
      throw new PatternError(`${method} ${routes.get(method).pattern} has the same shape`, pattern);
    }
    const route = { method, pattern, segments, handler, name };
    routes.set(method, route);
    this.#routes.push(route);
    return this;
  }

  get(pattern, handler, options) {
    return this.add('GET', pattern, handler, options);
  }

  post(pattern, handler, options) {
    return this.add('POST', pattern, handler, options);
  }

  put(pattern, handler, options) {
    return this.add('PUT', pattern, handler, options);
  }

  patch(pattern, handler, options) {
    return this.add('PATCH', pattern, handler, options);
  }

  delete(pattern, handler, options) {
    return this.add('DELETE', pattern, handler, options);
  }

  use(prefix, middleware) {
    if (middleware === undefined) return this.use('/', prefix);
    this.#layers.push(createLayer(prefix, middleware));
    return this;
  }

  mount(prefix, router) {
    for (const { method, pattern, handler, name } of router.#routes) {
      this.add(method, joinPaths(prefix, pattern), handler, { name });
    }
    return this;
  }

  handle(request) {
    const parts = decodePath(request.path);
    if (parts === null) return { status: 400 };
    return runLayers(this.#layers, parts, request, (changed) => this.#respond(parts, changed));
  }

  routes() {
    return this.#routes.map(({ method, pattern, name }) => ({ method, pattern, name }));
  }

  link(name, params = {}) {
    const route = this.#named(name);
    if (route === undefined) throw new LinkError('there is no such route', name);
    return buildLink(route, params);
  }

  #respond(parts, request) {
    const allow = new Set();
    for (const { node, values } of search(this.#tree, parts)) {
      const route = findRoute(node.routes, request.method);
      if (route !== undefined) {
        return route.handler({ ...request, params: zip(namesOf(route.segments), values), pattern: route.pattern });
      }
      for (const method of node.routes.keys()) allow.add(method);
    }
    if (allow.has('GET')) allow.add('HEAD');
    return allow.size === 0 ? { status: 404 } : { status: 405, allow: [...allow].sort() };
  }

  #named(name) {
    return this.#routes.find((route) => route.name === name);
  }
}

function findRoute(routes, method) {
  return routes.get(method) ?? (method === 'HEAD' ? routes.get('GET') : undefined);
}

function zip(names, values) {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}
