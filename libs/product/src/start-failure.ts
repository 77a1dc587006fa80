import { AppError } from '#libs/kernel';

interface SystemError extends Error {
  code?: string;
  address?: string;
  port?: number;
}

/** Why the server could not start and what to do, in one line (a list of wrong variables gets one line each). Stacks only for what nobody foresaw. */
export function explainStartFailure(thrown: unknown): string {
  if (thrown instanceof AppError && thrown.kind !== 'bug') return `mneme: ${thrown.message}`;
  const error = thrown as SystemError;
  switch (error.code) {
    case 'EADDRINUSE':
      return `mneme: port ${error.port} on ${error.address} is in use; stop what uses it or set PORT to another one.`;
    case 'EACCES':
      return `mneme: no permission to listen on port ${error.port}; choose one above 1023 with PORT.`;
    case 'EADDRNOTAVAIL':
      return `mneme: this machine has no address ${error.address}; set HOST to 127.0.0.1, or to 0.0.0.0 for all of its addresses.`;
    default:
      return `mneme: could not start.\n${error instanceof Error ? (error.stack ?? error.message) : String(thrown)}`;
  }
}
