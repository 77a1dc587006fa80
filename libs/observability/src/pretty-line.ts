const levelNames: Readonly<Record<number, string>> = { 20: 'DEBUG', 30: 'INFO ', 40: 'WARN ', 50: 'ERROR' };

interface PinoLine {
  level: number;
  time: string;
  message: string;
  [field: string]: unknown;
}

/** One JSON line of pino as a person likes to read it: `16:00:00.000 INFO  message  job.name=memory.index duration_ms=3`. */
export function prettyLine(json: string): string {
  const { level, time, message, 'error.stack': stack, ...fields } = JSON.parse(json) as PinoLine;
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  const head = `${time.slice(11, 23)} ${levelNames[level] ?? String(level)} ${message}`;
  const line = pairs.length > 0 ? `${head}  ${pairs.join(' ')}` : head;
  return typeof stack === 'string' ? `${line}\n${stack}\n` : `${line}\n`;
}
