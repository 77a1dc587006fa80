import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FleetOrder, FleetReport } from './fleet-order.js';

/** The core for what is measured, and the one for everything that plays the world around it. */
export const SERVER_CORE = 0;
export const WORLD_CORE = 1;

/** Keeps a process and all its threads, those to come included, on one core. */
export function pin(pid: number, core: number): void {
  spawnSync('taskset', ['-acp', String(core), String(pid)]);
}

/** A helper of a bench as a process of its own, on the world's core. */
export class Helper {
  private constructor(private readonly child: ChildProcess) {}

  static start(file: 'fleet' | 'sink-provider' | 'bare-server', ...args: string[]): Helper {
    const child = fork(fileURLToPath(new URL(`./${file}.js`, import.meta.url)), args);
    pin(child.pid!, WORLD_CORE);
    // A bench that fails leaves nobody behind.
    process.once('exit', () => child.kill('SIGKILL'));
    return new Helper(child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Its next message. */
  hear<T>(): Promise<T> {
    return new Promise((resolve, reject) => {
      this.child.once('message', (message) => resolve(message as T));
      this.child.once('exit', (code) => reject(new Error(`a helper of the bench ended with ${code}`)));
    });
  }

  ask<T>(): Promise<T> {
    const answer = this.hear<T>();
    this.child.send('?');
    return answer;
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

export function sendFleet(order: FleetOrder): Promise<FleetReport> {
  return Helper.start('fleet', JSON.stringify(order)).hear<FleetReport>();
}

/** What a process has used of the processor so far, seconds, all threads. Linux counts in hundredths. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory, MiB. */
export function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) / 1024;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
