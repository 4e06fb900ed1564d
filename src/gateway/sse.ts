/**
 * Cuts a server-sent event stream into the `data` of its events, however the bytes are cut (WHATWG HTML, 9.2.6). An
 * event that is larger than `maxBytes` is passed over: it is no news of usage.
 */
export function createEventReader(onData: (data: string) => void, maxBytes = 64 * 1024 * 1024) {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  let bytes = 0;

  const takeLine = (line: string): void => {
    if (line === '') {
      if (data.length > 0 && bytes <= maxBytes) onData(data.join('\n'));
      data = [];
      bytes = 0;
    } else if (line.startsWith('data:')) {
      bytes += line.length;
      if (bytes <= maxBytes) data.push(line.slice(line[5] === ' ' ? 6 : 5));
    }
  };

  return (chunk: Uint8Array): void => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > maxBytes) {
      bytes += rest.length;
      rest = '';
    }
    for (const line of lines) takeLine(line);
  };
}
