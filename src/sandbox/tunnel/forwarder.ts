import { FRAME, HEADER_BYTES, WINDOW_BYTES } from './frame.ts';

/** At a time and endpoint: what it takes to fill a runner's memory is WINDOW_BYTES times this. */
const MAX_CONNECTIONS = 256;

/**
 * The source of the other end, for `node -e`: a process of ours in a sandbox's network, outside of its processes and
 * files. It listens on 127.0.0.1, one port an argument, and carries connections over its own streams. It ends with its
 * stdin. The frames are those of frame.ts.
 */
export const FORWARDER = `
const net = require('node:net');
const { argv, exit, stdin, stdout } = process;
const sockets = new Map();
let count = 0;

function send(kind, id, body = Buffer.alloc(0)) {
  const header = Buffer.alloc(${HEADER_BYTES});
  header.writeUInt8(kind, 0);
  header.writeUInt32BE(id, 1);
  header.writeUInt32BE(body.length, 5);
  stdout.write(Buffer.concat([header, body]));
}

function uint32(number) {
  const body = Buffer.alloc(4);
  body.writeUInt32BE(number);
  return body;
}

function accept(endpoint, socket) {
  const id = ++count;
  const one = { socket, credit: ${WINDOW_BYTES} };
  sockets.set(id, one);
  send(${FRAME.open}, id, Buffer.from([endpoint]));
  socket.on('data', (chunk) => {
    one.credit -= chunk.length;
    send(${FRAME.data}, id, chunk);
    if (one.credit <= 0) socket.pause();
  });
  socket.on('end', () => send(${FRAME.end}, id));
  socket.on('error', () => {});
  socket.on('close', (failed) => {
    if (sockets.delete(id) && failed) send(${FRAME.reset}, id);
  });
}

function receive(kind, id, body) {
  const one = sockets.get(id);
  if (!one) return;
  if (kind === ${FRAME.data}) one.socket.write(body, (error) => error || send(${FRAME.credit}, id, uint32(body.length)));
  if (kind === ${FRAME.end}) one.socket.end();
  if (kind === ${FRAME.credit} && (one.credit += body.readUInt32BE()) > 0) one.socket.resume();
  if (kind === ${FRAME.reset}) {
    sockets.delete(id);
    one.socket.resetAndDestroy();
  }
}

let pending = Buffer.alloc(0);
stdin.on('data', (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= ${HEADER_BYTES}) {
    const end = ${HEADER_BYTES} + pending.readUInt32BE(5);
    if (pending.length < end) return;
    receive(pending.readUInt8(0), pending.readUInt32BE(1), pending.subarray(${HEADER_BYTES}, end));
    pending = pending.subarray(end);
  }
});
for (const event of ['end', 'close', 'error']) stdin.on(event, () => exit());
stdout.on('error', () => exit());

const ports = argv.slice(1).map(Number);
let missing = ports.length;
ports.forEach((port, endpoint) => {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => accept(endpoint, socket));
  server.maxConnections = ${MAX_CONNECTIONS};
  server.listen(port, '127.0.0.1', () => --missing || send(${FRAME.ready}, 0));
});
`;
