/** One event of the Wyoming protocol: a line of JSON, then more JSON and bytes whose lengths the line gives. */
export interface WyomingEvent {
  readonly type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly payload?: Uint8Array;
}

/** The longest line of known servers, an `info` with all of Whisper's languages inline, has 12 KB. */
const MAX_LINE_BYTES = 256 * 1_024;
const MAX_DATA_BYTES = 1_024 * 1_024;
/** Nothing that is read here has a payload; what comes is skipped, up to this. */
const MAX_PAYLOAD_BYTES = 1_024 * 1_024;
const NEWLINE = 0x0a;

interface Header {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly dataBytes: number;
  readonly payloadBytes: number;
}

/** The bytes of an event. Its data stands in the line, where servers of every version read it. */
export function wyomingBytes({ type, data = {}, payload }: WyomingEvent): Buffer {
  const lengths = payload ? { payload_length: payload.byteLength } : {};
  const line = Buffer.from(`${JSON.stringify({ type, data, ...lengths })}\n`);
  return payload ? Buffer.concat([line, payload]) : line;
}

/** Puts events together from bytes as they come in. Payloads are skipped. */
export class WyomingReader {
  private waiting = Buffer.alloc(0);
  private header: Header | undefined;

  /** Every event that is complete now; undefined for what is not this protocol, after which nothing can be read. */
  read(bytes: Uint8Array): WyomingEvent[] | undefined {
    this.waiting = Buffer.concat([this.waiting, bytes]);
    const events: WyomingEvent[] = [];
    for (;;) {
      if (!this.header) {
        const line = this.takeLine();
        if (line === undefined) return this.waiting.length > MAX_LINE_BYTES ? undefined : events;
        this.header = headerOf(line);
        if (!this.header) return undefined;
      }
      const { type, data, dataBytes, payloadBytes } = this.header;
      if (this.waiting.length < dataBytes + payloadBytes) return events;
      const more = dataBytes === 0 ? {} : objectOf(this.waiting.subarray(0, dataBytes).toString('utf8'));
      if (!more) return undefined;
      events.push({ type, data: { ...data, ...more } });
      this.waiting = this.waiting.subarray(dataBytes + payloadBytes);
      this.header = undefined;
    }
  }

  private takeLine(): string | undefined {
    const end = this.waiting.indexOf(NEWLINE);
    if (end === -1 || end > MAX_LINE_BYTES) return undefined;
    const line = this.waiting.subarray(0, end).toString('utf8');
    this.waiting = this.waiting.subarray(end + 1);
    return line;
  }
}

function headerOf(line: string): Header | undefined {
  const header = objectOf(line);
  if (typeof header?.['type'] !== 'string') return undefined;
  const dataBytes = lengthOf(header['data_length'], MAX_DATA_BYTES);
  const payloadBytes = lengthOf(header['payload_length'], MAX_PAYLOAD_BYTES);
  if (dataBytes === undefined || payloadBytes === undefined) return undefined;
  const data = isObject(header['data']) ? header['data'] : {};
  return { type: header['type'], data, dataBytes, payloadBytes };
}

function lengthOf(value: unknown, max: number): number | undefined {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
    ? value
    : undefined;
}

function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
