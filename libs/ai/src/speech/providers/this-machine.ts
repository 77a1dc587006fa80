const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/** Whether what is sent to this host does not leave the machine. */
export function isThisMachine(host: string): boolean {
  return LOOPBACK.test(host);
}
