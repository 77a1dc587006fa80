import { describe, expect, it } from 'vitest';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('renders what was counted in the text format of Prometheus', async () => {
    const metrics = new Metrics();
    metrics.jobAttempts.inc({ job: 'memory.index', outcome: 'done' });
    metrics.jobAttempts.inc({ job: 'memory.index', outcome: 'done' });
    expect(await metrics.render()).toContain('mneme_jobs_total{job="memory.index",outcome="done"} 2');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('keeps two instances apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.audioReceived.inc(3);
    expect(await one.render()).toContain('mneme_live_audio_received_seconds_total 3');
    expect(await other.render()).toContain('mneme_live_audio_received_seconds_total 0');
  });

  it('names everything mneme_<area>_<what>_<unit>', async () => {
    const names = [...(await new Metrics().render()).matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(name).toMatch(/^mneme_[a-z]+_[a-z_]+$/);
  });

  it('brings gauges up to date when it is asked, even if one of them fails', async () => {
    const metrics = new Metrics();
    metrics.onScrape(() => {
      throw new Error('the store is down');
    });
    metrics.onScrape(() => metrics.jobsDead.set(7));
    expect(await metrics.render()).toContain('mneme_jobs_dead 7');
  });

  it('measures the delay of the event loop when the process is measured', async () => {
    expect(await new Metrics({ process: true }).render()).toContain('mneme_nodejs_eventloop_lag_seconds');
  });
});
